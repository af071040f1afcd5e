import { DAY } from '../../domain/instant.ts';
import { jsonAnswer } from '../../runtime/http/answer.ts';
import { invalid } from '../../runtime/http/parsed.ts';
import { problemOf } from '../../runtime/http/problem-of.ts';
import { listAudit, listEvents } from '../../use-cases/list-events.ts';
import { listGrants } from '../../use-cases/list-grants.ts';
import { listTargets } from '../../use-cases/list-targets.ts';
import { encodeCursor } from '../schemas/cursor.ts';
import { pageLimit } from '../schemas/inputs.ts';
import type { ApiDependencies, Operations } from './operation.ts';
import { presentOpenGrant } from './present-request.ts';
import { presentTarget } from './present-target.ts';

type Names = 'listTargets' | 'listGrants' | 'listEvents' | 'listAudit';

export const readingOperations = (dependencies: ApiDependencies): Operations<Names> => {
  const { clock, configuration } = dependencies;
  const targets = listTargets(dependencies);
  const grants = listGrants(dependencies);
  const events = listEvents(dependencies);
  const audit = listAudit(dependencies);

  return {
    listTargets: async ({ caller }) => {
      const listed = await targets({ caller });
      return jsonAnswer(200, {
        items: listed.targets.map((target) => presentTarget(target, caller, configuration)),
      });
    },

    listGrants: async ({ caller, query: { status } }) => {
      const { items } = await grants({ caller, ...(status === undefined ? {} : { status }) });
      return jsonAnswer(200, {
        items: items.map((grant) => presentOpenGrant(grant, caller, configuration)),
      });
    },

    listEvents: async ({ caller, id }) => {
      const listed = await events({ caller, id });
      // Events go out as they are: whoever has them can check the chain.
      return listed.outcome === 'LISTED' ? jsonAnswer(200, { items: listed.events }) : problemOf(listed);
    },

    listAudit: async ({ caller, query }) => {
      const { to = clock.now(), from = to - DAY, cursor, limit } = query;
      if (from >= to) return problemOf(invalid('from', 'expected a time before `to`'));
      const range = { from, to, limit: pageLimit(limit), ...(cursor === undefined ? {} : { after: cursor }) };
      const listed = await audit({ caller, ...range });
      return listed.outcome === 'LISTED'
        ? jsonAnswer(200, { items: listed.items, nextCursor: encodeCursor(listed.next) })
        : problemOf(listed);
    },
  };
};
