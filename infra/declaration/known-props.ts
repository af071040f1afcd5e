import { didYouMean } from '../../functions/runtime/configuration/closest.ts';
import type { TargetProps } from './target-props.ts';

/** All keys of a shape, each written out once: one that is missing or too many does not compile. */
type Keys<Shape> = Readonly<Record<keyof Shape, true>>;

const TARGET: Keys<Required<TargetProps>> = {
  connections: true,
  port: true,
  ports: true,
  description: true,
  owner: true,
  allowedSources: true,
  maxDuration: true,
  requesters: true,
  approvers: true,
  requiredApprovals: true,
  minimumPrefix: true,
  referencedSources: true,
  sourceDefault: true,
  escalateTo: true,
  breakGlass: true,
  retired: true,
};
const BREAK_GLASS: Keys<NonNullable<TargetProps['breakGlass']>> = { requesters: true, maxDuration: true };

/** What a key of the file is here. */
const HERE: ReadonlyMap<string, string> = new Map([
  ['maxMinutes', 'maxDuration'],
  ['securityGroup', 'connections'],
  ['protocol', 'port'],
]);

const refuse = (path: string, props: object, known: object): void => {
  const names = Object.keys(known);
  const unknown = Object.keys(props).find((key) => !names.includes(key));
  if (unknown === undefined) return;
  const here = HERE.get(unknown);
  const instead = here !== undefined && names.includes(here) ? `; say ${here}` : didYouMean(unknown, names);
  throw new Error(`${path}.${unknown}: is not known here${instead || `; known: ${names.join(', ')}`}`);
};

/** JavaScript may pass what no type lets through. @throws where a key of a target is not known */
export const refuseUnknownProps = (path: string, props: TargetProps): void => {
  refuse(path, props, TARGET);
  if (props.breakGlass) refuse(`${path}.breakGlass`, props.breakGlass, BREAK_GLASS);
};
