import type { Gate } from '../../functions/adapters/local/gate/gate.ts';
import { toTimestamp } from '../../functions/domain/instant.ts';
import type { LocalSettings } from '../../functions/runtime/configuration/local-settings.ts';
import { rightsInWords } from '../identity/people.ts';
import type { LocalMail, LocalPageParts } from '../pages/local-pages.ts';
import { momentOnPage } from '../pages/moment.ts';
import type { LocalState } from '../state/open-state.ts';
import type { FunctionDependencies } from './functions.ts';

const MOST_MAILS = 200;
const MOST_REQUESTS = 50;

/** Newest first. */
export const mailsIn = ({ mailbox }: LocalState): readonly LocalMail[] =>
  mailbox
    .mails(MOST_MAILS)
    .map(({ to, subject, text, html, at }) => ({ to, subject, text, html, at: toTimestamp(at) }));

/** What the local page shows, read anew at each call. */
export const overviewOf =
  (
    { configuration, store, clock }: FunctionDependencies,
    parts: {
      readonly state: LocalState;
      readonly gate: Gate;
      readonly origin: string;
      readonly local: LocalSettings;
    },
  ): LocalPageParts['overview'] =>
  async () => {
    const requests = await store.list({
      sources: configuration.targets.map(({ name }) => ({ by: 'target', name })),
      where: {},
      limit: MOST_REQUESTS,
    });
    return {
      origin: parts.origin,
      now: clock.now(),
      identities: parts.local.identities.map((identity) => ({
        ...identity,
        may: rightsInWords(identity, configuration),
      })),
      gate: parts.gate.snapshot(),
      mails: parts.state.mailbox.mails(MOST_MAILS).map(({ at, threadId, mailId, ...mail }) => ({
        ...mail,
        id: `${threadId}-${mailId}-${at}`,
        at: momentOnPage(at),
      })),
      requests: requests.items,
    };
  };
