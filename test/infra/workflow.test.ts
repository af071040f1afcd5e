import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environments, type FunctionName } from '../../functions/runtime/environment.ts';
import { functionTimeouts } from '../../functions/runtime/function-timeouts.ts';
import type { ComeAgain } from '../../functions/runtime/middleware/event-boundary.ts';
import { WORKFLOW_FILE, WORKFLOW_FUNCTIONS } from '../../functions/runtime/workflow-functions.ts';
import { brokenCopy, WORKFLOW_BREAKS } from './workflow-breaks.ts';
import { type Surroundings, WORKFLOW_RULES } from './workflow-rules.ts';
import type { Definition } from './workflow-states.ts';

/** Complete by its type: a name that handlers throw and that is missing here does not compile. */
const COME_AGAIN: Readonly<Record<ComeAgain['name'], true>> = {
  StillDecidable: true,
  StillOpening: true,
  NotYetDue: true,
  StillClosing: true,
};

const surroundings: Surroundings = {
  placeholders: Object.keys(WORKFLOW_FUNCTIONS),
  comeAgain: Object.keys(COME_AGAIN),
  longestFunction:
    Math.max(...Object.values(WORKFLOW_FUNCTIONS).map((name) => functionTimeouts[name])) / 1_000,
};

const text = readFileSync(WORKFLOW_FILE, 'utf8');
const definition: Definition = JSON.parse(text);
const rules = Object.keys(WORKFLOW_RULES);

const broken = (rule: string, of: Definition): readonly string[] =>
  WORKFLOW_RULES[rule]?.(of, surroundings) ?? [];

describe('the workflow', () => {
  it.each(rules)('%s', (rule) => {
    expect(broken(rule, definition)).toEqual([]);
  });

  it('is called by functions that exist', () => {
    const names: readonly FunctionName[] = Object.values(WORKFLOW_FUNCTIONS);
    expect(names.filter((name) => !(name in environments))).toEqual([]);
  });
});

describe('the rules', () => {
  it.each(WORKFLOW_BREAKS)('see a copy that does not: $rule ($at)', (change) => {
    const copy = brokenCopy(text, change);
    expect(copy).not.toEqual(definition);
    expect(broken(change.rule, copy as Definition)).toContain(change.names);
  });

  it('are each shown to see something', () => {
    const shown = new Set(WORKFLOW_BREAKS.map(({ rule }) => rule));
    expect(rules.filter((rule) => !shown.has(rule))).toEqual([]);
  });
});
