import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import type { Instant } from '../../../functions/domain/instant.ts';
import { formOf, type TrueRule } from '../ec2/true-rules.ts';
import type { Cloud } from '../functions/cloud.ts';

/** The oracle's own words for what production computes elsewhere: nothing here is taken from the code under test. */
export interface Need {
  readonly requestId: string;
  readonly until: Instant;
  /** For how long it was approved. */
  readonly minutes: number;
  /** Not all of it is open yet. */
  readonly isOpening: boolean;
}

export const groupOf = ({ access }: AccessRequest): string =>
  [access.group.account, access.group.region, access.group.groupId].join('/');

export const textOf = (permission: AccessRequest['access']['permissions'][number]): string =>
  `${permission.protocol} ${permission.fromPort} ${permission.toPort} ${permission.source}`;

const openings = new WeakMap<TrueRule, string>();

/** What the rule let in when it was made. */
export const openedAs = (rule: TrueRule): string => {
  const known = openings.get(rule);
  if (known !== undefined) return known;
  const text = textOf(formOf(rule, rule.createdAt).permission);
  openings.set(rule, text);
  return text;
};

export const wants = (request: AccessRequest, group: string, text: string): boolean =>
  groupOf(request) === group && request.access.permissions.some((permission) => textOf(permission) === text);

/** Until when a grant's own record says that it is live; null where it is not. */
export const liveUntil = ({ status, grant }: AccessRequest): Instant | null => {
  if (status !== 'APPROVED') return null;
  if (grant.status === 'ACTIVATING') return grant.activateBy;
  return grant.status === 'ACTIVE' ? grant.expiresAt : null;
};

/** Which requests ever meant which access: what a request means never changes. */
const indexes = new WeakMap<Cloud, Map<string, Set<string>>>();

const indexOf = (cloud: Cloud): Map<string, Set<string>> => {
  const known = indexes.get(cloud) ?? new Map<string, Set<string>>();
  indexes.set(cloud, known);
  return known;
};

/** To be told of each request when it is made. */
export const remember = (cloud: Cloud, request: AccessRequest): void => {
  const index = indexOf(cloud);
  for (const permission of request.access.permissions) {
    const key = `${groupOf(request)} ${textOf(permission)}`;
    const ids = index.get(key);
    if (ids) ids.add(request.id);
    else index.set(key, new Set([request.id]));
  }
};

/** All requests for this access. */
export const requestsFor = (cloud: Cloud, group: string, text: string): readonly AccessRequest[] =>
  [...(indexOf(cloud).get(`${group} ${text}`) ?? [])].flatMap((id) => cloud.tables.requests.get(id) ?? []);

/** Who needs this access by its record, and until when. */
export const needsOf = (cloud: Cloud, group: string, text: string): readonly Need[] =>
  requestsFor(cloud, group, text).flatMap((request) => {
    const until = liveUntil(request);
    const { grant } = request;
    if (until === null || grant === null) return [];
    const isOpening = grant.status === 'ACTIVATING';
    return [{ requestId: request.id, until, minutes: grant.minutes, isOpening }];
  });

/** Whether it carries both of our marks. */
export const isMarked = ({ configuration }: Cloud, rule: TrueRule): boolean =>
  rule.ledgerId !== null && formOf(rule).deployment === configuration.deployment;

export const isEdited = (rule: TrueRule): boolean => rule.forms.length > 1;
