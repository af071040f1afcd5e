import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Statement {
  readonly Action: string | readonly string[];
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly Metrics?: unknown;
    readonly PolicyDocument?: { readonly Statement: Statement[] };
  };
}

const RESUME = 'states:SendTaskSuccess';

/**
 * Changes a synthesised template where MiniStack differs from AWS, and nowhere else: metricMathAlarms and
 * resumingHasNoResource of divergences.ts.
 */
export const fitToMiniStack = (assembly: string): void => {
  for (const name of readdirSync(assembly).filter((file) => file.endsWith('.template.json'))) {
    const file = join(assembly, name);
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Resource> };
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined)
        delete template.Resources[id];
      if (Type === 'AWS::IAM::Policy') resumeAnything(Properties?.PolicyDocument?.Statement ?? []);
    }
    writeFileSync(file, JSON.stringify(template));
  }
};

const resumeAnything = (statements: Statement[]): void => {
  if (!statements.some(({ Action }) => [Action].flat().includes(RESUME))) return;
  const anything = { Effect: 'Allow', Action: RESUME, Resource: '*' };
  statements.push(anything);
};
