import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeOn } from '../../engines/describe-on.ts';
import { commandOf, missingPythonEngine, PYTHON_ENGINES } from '../../engines/python-engines.ts';
import { exampleTemplate } from '../../support/stack.ts';

/** What cfn-lint says and why it stays so. */
const EXPLAINED: Readonly<Record<string, string>> = {
  W3005:
    'CDK makes whatever uses a role wait for its policies as well as for the role; of the two, the role alone is implied.',
};

interface Finding {
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

/** What cfn-lint says of the stack of the example: errors and warnings. */
const lint = (): readonly Finding[] => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-template-'));
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(exampleTemplate().toJSON()));
  const options = ['--regions', 'eu-central-1', '--format', 'json'];
  const { stdout, error } = spawnSync(commandOf('cfn-lint', 'cfn-lint'), [...options, '--template', file], {
    encoding: 'utf8',
  });
  if (error) throw error;
  return JSON.parse(stdout) as readonly Finding[];
};

const needed = {
  engine: `cfn-lint ${PYTHON_ENGINES['cfn-lint'].version}`,
  missing: missingPythonEngine('cfn-lint'),
};

describeOn(needed, 'Template under cfn-lint', () => {
  it('has no error, and no warning that is not explained', { timeout: 60_000 }, () => {
    const findings = lint().map(({ Level, Rule, Message }) => ({ Level, id: Rule.Id, Message }));
    expect(findings.filter(({ Level, id }) => Level === 'Error' || !(id in EXPLAINED))).toEqual([]);
    expect([...new Set(findings.map(({ id }) => id))].sort()).toEqual(Object.keys(EXPLAINED));
  });
});
