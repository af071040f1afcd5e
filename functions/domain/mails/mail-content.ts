/** A mail as it is sent. Its text is safe to show as it is. */
export interface RenderedMail {
  /** One line, `[Postern] … (req_…)`. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What a mail is made of. Written once; rendered as text and as HTML. */
export type Block =
  /** Words of ours. */
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** Words of somebody else: shown as a quotation and taken apart where they look like a link. */
  | { readonly kind: 'quote'; readonly intro: string; readonly words: string }
  /** The only link that a mail of ours has, and the code that it asks for; null where it asks for signing in. */
  | { readonly kind: 'decision'; readonly link: string; readonly code: string | null };

/** What an approver has in hand; a mail is the only place where it ever stands in clear. */
export interface MailedLink {
  /** Address of the approval page, without fragment. */
  readonly pageUrl: string;
  readonly token: string;
  /** null where the page has the approver sign in instead. */
  readonly code: string | null;
}

export interface MailContent {
  readonly requestId: string;
  /** What the mail says, in a few words; stands in the subject. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** Facts whose value is null are left out. */
export const facts = (values: Readonly<Record<string, string | null>>): Block => ({
  kind: 'facts',
  facts: Object.entries(values).flatMap(([label, value]) => (value === null ? [] : [{ label, value }])),
});

/** No block where nothing was written. */
export const quote = (intro: string, words: string | null): readonly Block[] =>
  words === null || words.trim() === '' ? [] : [{ kind: 'quote', intro, words }];
