import { expect } from 'vitest';
import { type AuditEvent, CHAIN_START } from '../../../functions/domain/audit-event.ts';
import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import type { DecidedView, LinkView } from '../../../functions/handlers/schemas/approvals.ts';
import type { RequestView } from '../../../functions/handlers/schemas/views.ts';
import { until } from '../until.ts';
import { PEOPLE } from './configuration.ts';
import type { Deployment } from './deployment.ts';
import type { Tell } from './transcript.ts';

/** For what functions do by themselves: a start of a process, a stream, a few calls. */
export const SOON = 90 * SECOND;
/** For what waits for a grant of a minute, the next sweep, and another one. */
export const PATIENT = 5 * MINUTE;

/** Asks for the port, and reads the mail that asks bob. */
export const ask = async (
  deployment: Deployment,
  who: 'alice' | 'carol',
  source: string,
  tell: Tell,
  minutes = 1,
) => {
  const client = await deployment.as(who);
  const asked = await client.ask(source, minutes);
  tell(`${who} asks for ${minutes} min from ${asked.source}: ${asked.id} is ${asked.status}`);
  const link = await deployment.mailbox.link(PEOPLE.bob, asked.id);
  tell('bob has mail: a link and a code');
  return { client, id: asked.id, source: asked.source, link };
};

type Asked = Awaited<ReturnType<typeof ask>>;

/** Decides as the page does: it looks first, then posts the code that bob types. */
export const decide = async (
  { anybody }: Deployment,
  { link, id }: Asked,
  decision: 'APPROVE' | 'REJECT',
  tell: Tell,
): Promise<DecidedView> => {
  const shown = await anybody.expect<LinkView>(200, 'POST', '/approve/preview', { token: link.token });
  expect(shown).toMatchObject({ usable: true, approver: PEOPLE.bob, request: { id, status: 'PENDING' } });
  const decided = await anybody.expect<DecidedView>(200, 'POST', '/approve', { ...link, decision });
  tell(`bob decides on the page: ${decision}; the request is ${decided.status}`);
  return decided;
};

/** Asks, has it approved, and waits until the port is seen open. */
export const open = async (
  deployment: Deployment,
  who: 'alice' | 'carol',
  source: string,
  tell: Tell,
  minutes = 1,
) => {
  const asked = await ask(deployment, who, source, tell, minutes);
  expect(await decide(deployment, asked, 'APPROVE', tell)).toMatchObject({ status: 'APPROVED' });
  const request = await asked.client.granted(asked.id, 'ACTIVE', SOON);
  expect(await deployment.group.openTo()).toContain(asked.source);
  tell(
    `EC2 shows the rule ${request.grant?.rules.join()}; the grant is ACTIVE until ${request.grant?.expiresAt}`,
  );
  return { ...asked, request };
};

/** Waits for the end of a grant, and sees that the port is shut. */
export const closed = async (
  { group }: Deployment,
  { client, id, source }: Asked,
  status: 'EXPIRED' | 'REVOKED',
  tell: Tell,
): Promise<RequestView> => {
  const request = await client.granted(id, status, PATIENT);
  expect(await group.openTo()).not.toContain(source);
  tell(`EC2 shows no rule for ${source}; the grant is ${status} at ${request.grant?.endedAt}`);
  return request;
};

/** The trail of a request is whole: numbered without a gap, and chained. */
export const trail = async ({ client, id }: Asked, tell: Tell): Promise<readonly AuditEvent['type'][]> => {
  const events = await client.events(id);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(events.map(({ previousHash }) => previousHash)).toEqual([
    CHAIN_START,
    ...events.slice(0, -1).map(({ hash }) => hash),
  ]);
  const types = events.map(({ type }) => type);
  tell(`its events: ${types.join(', ')}`);
  return types;
};

/** The request once it is decided, one way or another. */
export const decidedAs = async ({ client, id }: Asked, status: RequestView['status']): Promise<RequestView> =>
  await until(`${id} is ${status}`, PATIENT, async () => {
    const request = await client.request(id);
    return request.status === status ? request : undefined;
  });
