import { html } from '../../functions/domain/mails/html.ts';
import type { LocalIdentity } from '../identity/issuer.ts';

/** Where one says who one is. The form goes back to the address that it came from, whose query says for what. */
export const signInPage = ({
  identities,
  query,
  hint,
}: {
  readonly identities: readonly LocalIdentity[];
  /** Of the call; handed on as it is. */
  readonly query: string;
  /** Who is expected to sign in; undefined where nobody said. */
  readonly hint: string | undefined;
}): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Sign in: Postern, local</title>
<link rel="stylesheet" href="/local/page.css">
</head>
<body class="narrow">
<main>
<h1>Who are you?</h1>
<p>This plays your identity provider. There is no password: this Postern is for trying out.</p>
<form method="post" action="/local/sign-in?${query}">
${identities.map(
  ({ email }) =>
    html`<p><button name="email" value="${email}"${email === hint ? html` class="expected"` : ''}>${email}${
      email === hint ? ', to whom the mail went' : ''
    }</button></p>`,
)}
<p><button name="email" value="">Nobody: do not sign in</button></p>
</form>
</main>
</body>
</html>
`.markup;
