import { describe, expect, it } from 'vitest';
import type { AccessStore } from '../../../functions/ports/access-store.ts';
import {
  aGroup,
  aGroupChange,
  aLink,
  aNewRequest,
  anIdempotencyRecord,
  anIntent,
  anOpenRow,
  aRequest,
  aStandingGrant,
  history,
  latest,
  START,
  step,
} from '../../support/records.ts';
import { COMMITTED, commitInOrder, conflictOn, inIdOrder, type MakeStore, useStore } from './support.ts';

/** A commit of every kind of effect, and what a store shows of it. */
const aFullCommit = async (store: AccessStore) => {
  const link = aLink();
  await store.putLink(link);
  const request = aNewRequest();
  const grant = aStandingGrant({ grantId: request.after.id });
  const group = aGroupChange({ putGrants: [grant], putRows: [anIntent({ grantId: grant.grantId })] });
  const idempotency = anIdempotencyRecord({ requestId: request.after.id });
  const spendLink = { tokenHash: link.tokenHash, at: START + 1 };
  return { changes: [request], group, idempotency, spendLink };
};

const effectsOf = async (store: AccessStore, commit: Awaited<ReturnType<typeof aFullCommit>>) => {
  const id = commit.idempotency.requestId;
  return {
    request: await store.read(id),
    events: (await store.events(id)).length,
    group: (await store.readGroup(commit.group.group)).version,
    registered: (await store.registeredGroups()).length,
    idempotency: (await store.readIdempotency(commit.idempotency.key, START))?.requestId,
    linkSpentAt: (await store.readLink(commit.spendLink.tokenHash))?.spentAt,
  };
};

const NO_EFFECT = {
  request: undefined,
  events: 0,
  group: 0,
  registered: 0,
  idempotency: undefined,
  linkSpentAt: null,
};

export const describeCommits = (makeStore: MakeStore): void => {
  describe('a commit', () => {
    const store = useStore(makeStore);

    it('is read at once, with its event', async () => {
      const { after, event, before } = aNewRequest();
      expect(await store().commit({ changes: [{ before, after, event }] })).toEqual(COMMITTED);
      expect(await store().read(after.id)).toStrictEqual(after);
      expect(await store().events(after.id)).toStrictEqual([event]);
    });

    it('knows nothing of a request that was never written', async () => {
      expect(await store().read(aRequest().id)).toBeUndefined();
      expect(await store().events(aRequest().id)).toEqual([]);
    });

    it('without an event writes the request alone', async () => {
      const changes = history({}, step.started);
      await commitInOrder(store(), changes);
      expect(await store().read(latest(changes).id)).toStrictEqual(latest(changes));
      expect(await store().events(latest(changes).id)).toHaveLength(1);
    });

    it('makes a new request only once', async () => {
      const first = aNewRequest({ reason: 'first' });
      const second = aNewRequest({ id: first.after.id, reason: 'second' });
      await commitInOrder(store(), [first]);
      expect(await store().commit({ changes: [second] })).toEqual(conflictOn('REQUEST'));
      expect(await store().read(first.after.id)).toStrictEqual(first.after);
      expect(await store().events(first.after.id)).toStrictEqual([first.event]);
    });

    it('changes a request only where it is there', async () => {
      const [, approval] = history({}, step.approved);
      if (!approval) throw new Error('The history has two changes.');
      expect(await store().commit({ changes: [approval] })).toEqual(conflictOn('REQUEST'));
      expect(await store().read(approval.after.id)).toBeUndefined();
      expect(await store().events(approval.after.id)).toEqual([]);
    });

    it('changes a request only from the version that it was made from', async () => {
      const [asked, approval] = history({}, step.approved);
      if (!asked || !approval) throw new Error('The history has two changes.');
      const cancellation = step.cancelled(asked.after);
      await commitInOrder(store(), [asked, approval]);
      expect(await store().commit({ changes: [cancellation] })).toEqual(conflictOn('REQUEST'));
      expect(await store().read(asked.after.id)).toStrictEqual(approval.after);
      expect(await store().events(asked.after.id)).toStrictEqual([asked.event, approval.event]);
    });

    it('conflicts with a write that moved no state, too', async () => {
      const asked = aNewRequest();
      await commitInOrder(store(), [asked, step.started(asked.after)]);
      expect(await store().commit({ changes: [step.approved(asked.after)] })).toEqual(conflictOn('REQUEST'));
    });

    it('writes requests, group, idempotency and link together', async () => {
      const commit = await aFullCommit(store());
      expect(await store().commit(commit)).toEqual(COMMITTED);
      expect(await effectsOf(store(), commit)).toEqual({
        request: commit.changes[0]?.after,
        events: 1,
        group: 1,
        registered: 1,
        idempotency: commit.idempotency.requestId,
        linkSpentAt: START + 1,
      });
    });

    it('writes nothing where one of several requests has moved', async () => {
      const moved = aNewRequest();
      await commitInOrder(store(), [moved, step.cancelled(moved.after)]);
      const commit = await aFullCommit(store());
      const changes = [...commit.changes, step.approved(moved.after)];
      expect(await store().commit({ ...commit, changes })).toEqual(conflictOn('REQUEST'));
      expect(await effectsOf(store(), commit)).toEqual(NO_EFFECT);
    });

    it('writes nothing where the group has moved', async () => {
      const commit = await aFullCommit(store());
      const stale = { ...commit, group: { ...commit.group, basedOn: 1 } };
      expect(await store().commit(stale)).toEqual(conflictOn('GROUP'));
      expect(await effectsOf(store(), commit)).toEqual(NO_EFFECT);
    });

    it('writes nothing where the idempotency key is taken', async () => {
      const commit = await aFullCommit(store());
      const taken = anIdempotencyRecord({ key: commit.idempotency.key });
      await store().commit({ changes: [], idempotency: taken });
      expect(await store().commit(commit)).toEqual(conflictOn('IDEMPOTENCY'));
      expect(await effectsOf(store(), commit)).toEqual({ ...NO_EFFECT, idempotency: taken.requestId });
    });

    it('writes nothing where the link is spent', async () => {
      const commit = await aFullCommit(store());
      const spendLink = { ...commit.spendLink, at: START };
      expect(await store().commit({ changes: [], spendLink })).toEqual(COMMITTED);
      expect(await store().commit(commit)).toEqual(conflictOn('LINK'));
      expect(await effectsOf(store(), commit)).toEqual({ ...NO_EFFECT, linkSpentAt: START });
    });

    it('writes nothing where the link is not there', async () => {
      const commit = await aFullCommit(store());
      const spendLink = { tokenHash: aLink().tokenHash, at: START };
      expect(await store().commit({ ...commit, spendLink })).toEqual(conflictOn('LINK'));
      expect(await effectsOf(store(), commit)).toEqual(NO_EFFECT);
    });

    it('names the first condition that does not hold: request, group, idempotency, link', async () => {
      const commit = await aFullCommit(store());
      expect(await store().commit(commit)).toEqual(COMMITTED);
      const { group, idempotency, spendLink } = commit;
      expect(await store().commit(commit)).toEqual(conflictOn('REQUEST'));
      expect(await store().commit({ changes: [], group, idempotency, spendLink })).toEqual(
        conflictOn('GROUP'),
      );
      expect(await store().commit({ changes: [], idempotency, spendLink })).toEqual(
        conflictOn('IDEMPOTENCY'),
      );
      expect(await store().commit({ changes: [], spendLink })).toEqual(conflictOn('LINK'));
    });

    it('takes 20 changes with 20 grants and 25 rows of a group, put and then removed', async () => {
      const asked = Array.from({ length: 20 }, () => aNewRequest());
      const putGrants = asked.map(({ after }) => aStandingGrant({ grantId: after.id }));
      const putRows = Array.from({ length: 25 }, () => anOpenRow());
      const link = aLink();
      await store().putLink(link);
      const put = {
        changes: asked,
        group: aGroupChange({ putGrants, putRows }),
        idempotency: anIdempotencyRecord(),
        spendLink: { tokenHash: link.tokenHash, at: START },
      };
      expect(await store().commit(put)).toEqual(COMMITTED);
      for (const { after } of asked) expect(await store().read(after.id)).toStrictEqual(after);
      const full = { group: aGroup(), version: 1, grants: putGrants, ledger: putRows };
      expect(inIdOrder(await store().readGroup(aGroup()))).toStrictEqual(inIdOrder(full));

      const removeGrants = putGrants.map(({ grantId }) => grantId);
      const removeRows = putRows.map(({ id }) => id);
      const removed = {
        changes: asked.map(({ after }) => step.cancelled(after)),
        group: aGroupChange({ basedOn: 1, removeGrants, removeRows }),
      };
      expect(await store().commit(removed)).toEqual(COMMITTED);
      const emptied = { group: aGroup(), version: 2, grants: [], ledger: [] };
      expect(await store().readGroup(aGroup())).toStrictEqual(emptied);
    });
  });
};
