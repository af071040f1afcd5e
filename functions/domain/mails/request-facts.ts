import type { AccessRequest, ApprovedRequest, RequestStatus } from '../access-request.ts';
import type { Grant, GrantStatus } from '../grant.ts';
import { principalName } from '../principal.ts';
import type { GroupRef } from '../rule-key.ts';
import { shownName } from './defang.ts';
import { admittedInWords, permissionsInWords, portInWords } from './in-words.ts';

/** A request whose grant has come to one of these states. */
export type RequestWithGrant<S extends GrantStatus> = ApprovedRequest & {
  readonly grant: Grant & { readonly status: S };
};

/** A request that is no longer pending. */
export type DecidedRequest = AccessRequest & { readonly status: Exclude<RequestStatus, 'PENDING'> };

export const requesterName = (request: AccessRequest): string => shownName(principalName(request.requester));

const distinct = (values: readonly string[]): string => [...new Set(values)].join(', ');

/** `tcp 5432`, or several of them. */
export const portsOf = ({ access }: AccessRequest): string => distinct(access.permissions.map(portInWords));

/** `10.20.30.40/32 (one address)`, `everything in security group sg-…, …`, or several of them. */
export const sourcesOf = ({ access }: AccessRequest): string =>
  distinct(access.permissions.map(({ source }) => admittedInWords(source)));

/** `tcp 5432, udp 53 from 10.20.30.40/32 (one address)`. */
export const permissionsOf = ({ access }: AccessRequest): string => permissionsInWords(access.permissions);

export const groupInWords = ({ groupId, account, region }: GroupRef): string =>
  `${groupId} in account ${account}, ${region}`;

export const isDecided = (request: AccessRequest): request is DecidedRequest => request.status !== 'PENDING';

export const isWithGrant = <S extends GrantStatus>(
  request: AccessRequest,
  ...states: readonly S[]
): request is RequestWithGrant<S> =>
  request.grant !== null && (states as readonly GrantStatus[]).includes(request.grant.status);
