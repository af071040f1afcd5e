import { readFileSync } from 'node:fs';
import { hurried } from './hurried.ts';
import type { Journey } from './journey.ts';

const FILE = new URL('../../../infra/workflow/access-request.asl.json', import.meta.url);
const PLACEHOLDER = /\$\{(\w+)\}/g;

/** The very file that is deployed, with names for its functions, as a journey wants it. */
export const definitionOf = (
  { hurried: inHurry = false }: Pick<Journey, 'hurried'>,
  functionNamed: (name: string) => string,
): string => {
  const text = readFileSync(FILE, 'utf8').replaceAll(PLACEHOLDER, (_, name: string) => functionNamed(name));
  return inHurry ? hurried(text) : text;
};
