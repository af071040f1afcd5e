import { uidOf } from '../../adapters/cedar/terms.ts';
import type { WrittenPolicy } from '../../adapters/cedar/written-policy.ts';
import type { Configuration } from '../../domain/configuration.ts';
import { didYouMean } from '../configuration/closest.ts';

interface Named {
  readonly type: string;
  readonly id: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object';

/** Every entity that a policy names, in scope and conditions. */
const entitiesIn = (value: unknown): Named[] => {
  if (!isRecord(value)) return [];
  const { type, id } = uidOf(value as unknown as Named) ?? {};
  if (typeof type === 'string' && typeof id === 'string') return [{ type, id }];
  return Object.values(value).flatMap(entitiesIn);
};

/** What a policy names and the configuration does not: a policy that is probably never what it was meant to be. */
export const unknownNames = (
  { json, text }: WrittenPolicy,
  { targets, groups, machines }: Configuration,
): readonly { readonly offset: number; readonly message: string }[] => {
  const known: Readonly<Record<string, readonly string[]>> = {
    'Postern::Target': targets.map(({ name }) => name),
    'Postern::Group': Object.keys(groups),
    'Postern::Machine': machines.map(({ name }) => name),
  };
  return entitiesIn([json.principal, json.resource, json.conditions]).flatMap(({ type, id }) => {
    const names = known[type];
    if (names === undefined || names.includes(id)) return [];
    const written = `${type}::${JSON.stringify(id)}`;
    const message = `the configuration has no ${written}${didYouMean(id, names)}`;
    return [{ offset: Math.max(0, text.indexOf(written)), message }];
  });
};
