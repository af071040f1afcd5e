import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../functions/adapters/cedar/engine.ts';
import {
  actionUid,
  contextOf,
  principalEntity,
  targetEntity,
} from '../../../functions/adapters/cedar/entities.ts';
import { openCourt } from '../../../functions/adapters/cedar/judge.ts';
import { localTimeIn } from '../../../functions/adapters/cedar/local-time.ts';
import { ACTIONS } from '../../../functions/adapters/cedar/terms.ts';
import { HOUR } from '../../../functions/domain/instant.ts';
import { aQuestion, SCHEMA } from '../../policy/support/ask.ts';
import { aConfiguration, ORDERS } from '../../support/world.ts';

const TEXT = `${readFileSync('test/policy/decisions.cedar', 'utf8')}
@id("broken-at-noon") forbid (principal, action in [Postern::Action::"autoApprove", Postern::Action::"request"], resource in Postern::Target::"replica")
when { context.minuteOfDay == 720 && context.durationMinutes * 9223372036854775807 > 0 };`;

const CONFIGURATION = aConfiguration({
  targets: ['replica', 'primary', 'other'].map((name) => ({ ...ORDERS, name })),
});

describe('rulings by the policies that can apply', () => {
  it('are those of the engine on all policies at once', async () => {
    const engine = await loadEngine();
    const files = { schema: SCHEMA, policies: [{ file: 'decisions.cedar', text: TEXT }] };
    const judge = await openCourt({
      ...files,
      configuration: CONFIGURATION,
      timeZone: 'UTC',
      version: 'judged',
    });
    const parts = engine.policySetTextToParts(TEXT);
    if (parts.type === 'failure') throw new Error(parts.errors[0]?.message);
    const byId = Object.fromEntries(
      parts.policies.map((text) => [/@id\("(.*?)"\)/.exec(text)?.[1] ?? '', text]),
    );
    let compared = 0;
    for (const target of CONFIGURATION.targets) {
      for (const groups of [[], ['on-call'], ['on-call', 'contractors']]) {
        for (let hour = 0; hour < 7 * 24; hour += 3) {
          const at = Date.UTC(2026, 10, 23) + hour * HOUR;
          const ticket = hour % 2 === 0 ? 'OPS-1' : null;
          const requester = { kind: 'person', email: 'alice@example.com', groups } as const;
          const question = aQuestion({ requester, target, at, ticket });
          const rule = judge(question);
          for (const action of ACTIONS) {
            const principal = principalEntity(requester, CONFIGURATION);
            const resource = targetEntity(target);
            const answer = engine.isAuthorized({
              principal: principal.uid,
              action: actionUid(action),
              resource: resource.uid,
              context: contextOf(question, localTimeIn('UTC')(at)),
              entities: [principal, resource],
              policies: { staticPolicies: byId },
            });
            if (answer.type === 'failure') throw new Error(answer.errors[0]?.message);
            const { decision, diagnostics } = answer.response;
            expect(rule(action)).toMatchObject({
              isPermitted: decision === 'allow',
              by: diagnostics.reason.toSorted().map((id) => ({ id })),
              failed: diagnostics.errors.map(({ policyId }) => policyId),
            });
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  });
});
