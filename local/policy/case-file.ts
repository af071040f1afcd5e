import * as z from 'zod';
import { closed } from '../../functions/runtime/configuration/closed.ts';
import { renderProblems } from '../../functions/runtime/configuration/problem.ts';
import { shapeProblems } from '../../functions/runtime/configuration/shape-problems.ts';
import * as text from '../../functions/runtime/configuration/texts.ts';
import { parseYaml } from '../../functions/runtime/configuration/yaml-text.ts';
import { ConfigurationRefused } from '../load-local-configuration.ts';

const RFC_3339 = 'expected a time with its zone, such as 2026-11-23T09:00:00+01:00';

const policyCase = closed({
  name: text.words(200),
  who: text.requester,
  groups: z.array(text.groupName).default([]),
  what: closed({
    target: text.name,
    minutes: z.int().min(1),
    source: z.string().min(1).max(64),
    ticket: text.words(100).nullable().default(null),
  }),
  when: z.iso.datetime({ offset: true, error: RFC_3339 }).transform((given) => Date.parse(given)),
  given: closed({
    hadBefore: z.boolean().default(false),
    openGrants: z.int().min(0).default(0),
  }).prefault({}),
  expect: z.enum(['denied', 'automatic', 'manual', 'refused']),
  by: z.array(z.string()).optional(),
  minutes: z.int().min(1).optional(),
  approvals: z.int().min(1).optional(),
});

const fileShape = closed({ cases: z.array(policyCase).min(1) });

export type PolicyCase = z.output<typeof policyCase>;

/**
 * Reads a file of cases.
 *
 * @returns each with the line that it begins at
 * @throws {ConfigurationRefused}
 */
export const readCases = (
  file: string,
  content: string,
): readonly (PolicyCase & { readonly line: number })[] => {
  const parsed = parseYaml(content);
  if (parsed.outcome === 'REFUSED') throw new ConfigurationRefused(renderProblems(file, parsed.problems));
  const { yaml } = parsed;
  const shaped = fileShape.safeParse(yaml.value);
  if (!shaped.success)
    throw new ConfigurationRefused(renderProblems(file, shapeProblems(shaped.error, yaml)));
  return shaped.data.cases.map((each, index) => ({ ...each, line: yaml.lineOf(['cases', index]) }));
};
