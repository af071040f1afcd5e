import { startClosing } from '../../../functions/domain/converge/closing-row.ts';
import type { GroupChange, GroupState } from '../../../functions/domain/group-state.ts';
import { MINUTE } from '../../../functions/domain/instant.ts';
import { ruleKey } from '../../../functions/domain/rule-key.ts';
import type { Plant } from './plant.ts';
import { asOpen, inPlan, inStore, withReading, withRows } from './wrappers.ts';

const noChange = ({ group, version }: GroupState): GroupChange => ({
  group,
  basedOn: version,
  putGrants: [],
  removeGrants: [],
  putRows: [],
  removeRows: [],
});

/** Of a query that is taken for a snapshot. */
const PAGES = 8;

/** Mistakes in closing, and in saying that it is done. */
export const IN_CLOSING: readonly Plant[] = [
  inPlan('a closing rule is adopted by a grant that needs it', (state, facts, sound) => {
    const keys = new Set(
      state.grants
        .filter(({ phase, endsAt }) => phase === 'ACTIVATING' && endsAt > facts.now)
        .flatMap(({ permissions }) => permissions.map(ruleKey)),
    );
    const adopt = withRows(state, (row) =>
      row.state === 'CLOSING' && keys.has(row.key) ? asOpen(row) : row,
    );
    return sound(adopt, facts);
  }),
  inPlan('absence in one read is believed at once', (state, facts, sound) =>
    sound(
      withRows(state, (row) => (row.state === 'CLOSING' ? { ...row, markedAt: 0 } : row)),
      facts,
    ),
  ),
  inPlan('the end is recorded when the close begins', (state, facts, sound) => {
    const plan = sound(state, facts);
    const ending = state.grants.filter(
      ({ grantId, phase }) => phase === 'REVOKING' && !plan.moves.some((move) => move.grantId === grantId),
    );
    if (ending.length === 0) return plan;
    const ids = ending.map(({ grantId }) => grantId);
    const change = plan.change ?? noChange(state);
    return {
      ...plan,
      change: { ...change, removeGrants: [...change.removeGrants, ...ids] },
      moves: [
        ...plan.moves,
        ...ids.map((grantId) => ({ grantId, kind: 'end' as const, closures: [], held: [] })),
      ],
    };
  }),
  inPlan('the end of one grant closes the rule for all', (state, facts, sound) => {
    const ending = new Set(
      state.grants
        .filter(({ phase, endsAt }) => phase === 'REVOKING' || endsAt <= facts.now)
        .flatMap(({ permissions }) => permissions.map(ruleKey)),
    );
    const alone = state.grants.filter(
      ({ phase, permissions }) =>
        phase === 'REVOKING' || !permissions.some((one) => ending.has(ruleKey(one))),
    );
    return sound({ ...state, grants: alone }, facts);
  }),
  inPlan('a close is marked, and the call forgotten', (state, facts, sound) => ({
    ...sound(state, facts),
    revoke: [],
  })),
  inPlan('a close is given up after six failures', (state, facts, sound) => {
    const plan = sound(state, facts);
    return { ...plan, revoke: plan.revoke.filter(({ failures }) => failures < 6) };
  }),
  inPlan('a claim of a run that died is waited for without end', (state, facts, sound) =>
    sound(
      withRows(state, (row) =>
        row.state === 'CLOSING' && row.claim.run !== facts.run && row.answer === null
          ? { ...row, claim: { ...row.claim, until: Infinity } }
          : row,
      ),
      facts,
    ),
  ),
  inPlan('who holds a rule is not named', (state, facts, sound) => {
    const plan = sound(state, facts);
    return { ...plan, moves: plan.moves.map((move) => (move.kind === 'end' ? { ...move, held: [] } : move)) };
  }),
  {
    name: 'the sweeper leaves what is due to the workflow for ten minutes',
    dependencies: (sound, _, invocation) =>
      invocation.label.startsWith('sweeper')
        ? { ...sound, clock: { now: () => sound.clock.now() - 10 * MINUTE } }
        : sound,
  },
  inPlan('a close that keeps failing is not reported', (state, facts, sound) => {
    const plan = sound(state, facts);
    return { ...plan, moves: plan.moves.filter(({ kind }) => kind !== 'reportFailure') };
  }),
  inPlan('a receipt names no rule', (state, facts, sound) => {
    const plan = sound(state, facts);
    return {
      ...plan,
      moves: plan.moves.map((move) => (move.kind === 'end' ? { ...move, closures: [] } : move)),
    };
  }),
  inPlan('a rule that was opened again is closed while it is wanted', (state, facts, sound) => {
    const settled = new Set(
      state.ledger.flatMap(({ state: at, grantId, key }) => (at === 'SETTLED' ? [`${grantId} ${key}`] : [])),
    );
    const again = withRows(state, (row) =>
      row.state === 'OPEN' && settled.has(`${row.grantId} ${row.key}`) && row.openedAt + 30_000 < facts.now
        ? startClosing(row, row, facts).row
        : row,
    );
    const plan = sound(again, facts);
    const closing = again.ledger.filter((row, index) => row !== state.ledger[index]);
    if (closing.length === 0) return plan;
    const change = plan.change ?? noChange(state);
    return {
      ...plan,
      change: { ...change, putRows: [...change.putRows, ...closing] },
      revoke: [...plan.revoke, ...closing.filter((row) => row.state === 'CLOSING')],
    };
  }),
  {
    name: 'an early end waits for the end that was granted',
    dependencies: (sound) => ({
      ...sound,
      workflow: { ...sound.workflow, startEnding: async () => 'STARTED' },
    }),
  },
  inPlan('a rule that somebody edited is not noticed', (state, facts, sound) => {
    const rows = new Map(
      state.ledger.flatMap((row) => ('ruleId' in row && row.ruleId ? [[row.ruleId, row] as const] : [])),
    );
    const unaltered = withReading(facts, (rules) =>
      rules.map((rule) => ({ ...rule, permission: rows.get(rule.ruleId)?.permission ?? rule.permission })),
    );
    return sound(state, unaltered);
  }),
  inPlan('a rule that lost its tag is not noticed', (state, facts, sound) =>
    sound(
      state,
      withReading(facts, (rules) =>
        rules.map((rule) => ({ ...rule, deployment: rule.deployment ?? facts.deployment })),
      ),
    ),
  ),
  inPlan('a rule with our marks and no record is ignored', (state, facts, sound) => {
    const known = new Set(state.ledger.flatMap((row) => [row.id, 'ruleId' in row ? row.ruleId : null]));
    return sound(
      state,
      withReading(facts, (rules) =>
        rules.filter(({ ruleId, ledgerId }) => known.has(ruleId) || known.has(ledgerId)),
      ),
    );
  }),
  inStore('a query is taken for a snapshot', (store) => ({
    readGroup: async (group) => {
      const state = await store.readGroup(group);
      let { version } = state;
      // As long as many pages take.
      for (let page = 0; page < PAGES; page += 1) ({ version } = await store.readGroup(group));
      return { ...state, version };
    },
  })),
];
