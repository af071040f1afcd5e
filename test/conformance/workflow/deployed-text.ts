import { readFileSync } from 'node:fs';
import { WORKFLOW_FILE } from '../../../functions/runtime/workflow-functions.ts';
import { hurried } from './hurried.ts';
import type { Journey } from './journey.ts';

const PLACEHOLDER = /\$\{(\w+)\}/g;

/** The very file that is deployed, with names for its functions, as a journey wants it. */
export const definitionOf = (
  { hurried: inHurry = false }: Pick<Journey, 'hurried'>,
  functionNamed: (name: string) => string,
): string => {
  const text = readFileSync(WORKFLOW_FILE, 'utf8').replaceAll(PLACEHOLDER, (_, name: string) =>
    functionNamed(name),
  );
  return inHurry ? hurried(text) : text;
};
