import type { AccessRequest, Asked } from '../../../functions/domain/access-request.ts';
import type { Ending, GrantStatus } from '../../../functions/domain/grant.ts';
import { abandon, beginEnd } from '../../../functions/domain/grant-transitions.ts';
import { MINUTE } from '../../../functions/domain/instant.ts';
import type { DecidedRequest, RequestWithGrant } from '../../../functions/domain/mails/request-facts.ts';
import type { Review } from '../../../functions/domain/review.ts';
import { history, latest, reviewed, START, step } from '../../support/records.ts';

export const TARGET = { description: 'Orders database', owner: 'data-team@example.com' };
export const PAGE_URL = 'https://postern.example.com/approve';
export const TOKEN = 'T0ken-'.padEnd(43, 'x');
export const CODE = '012345';

/** What people may write into one request. */
export interface Written {
  readonly asked?: Partial<Asked>;
  readonly review?: Partial<Review>;
  readonly ending?: Partial<Ending>;
}

type Step = (request: AccessRequest) => ReturnType<typeof step.active>;
const after = (written: Written, ...steps: readonly Step[]) => latest(history(written.asked ?? {}, ...steps));

const approving = ({ review = {} }: Written) => reviewed(review);
const ending = ({ ending: overrides = {} }: Written, as: Ending['as']): Ending => ({
  as,
  by: 'postern',
  reason: null,
  detail: null,
  ...overrides,
});

const toActive = (written: Written) => [approving(written), step.activating, step.active];
const toRevoking = (written: Written) => [
  ...toActive(written),
  (request: AccessRequest) => beginEnd(request, ending(written, 'REVOKED'), START + 10 * MINUTE),
];

const withGrant = <S extends GrantStatus>(
  request: AccessRequest,
  ...statuses: readonly S[]
): RequestWithGrant<S> => {
  if (!statuses.includes(request.grant?.status as S)) throw new Error(`It came to ${request.grant?.status}`);
  return request as RequestWithGrant<S>;
};

export const pending = (written: Written = {}) => after(written);
export const approvedRequest = (written: Written = {}) =>
  after(written, approving(written)) as DecidedRequest;
export const rejectedRequest = (written: Written = {}) =>
  after(written, reviewed({ decision: 'REJECT', ...written.review })) as DecidedRequest;
export const cancelledRequest = (written: Written = {}) => after(written, step.cancelled) as DecidedRequest;
export const undecidedRequest = (written: Written = {}) => after(written, step.undecided) as DecidedRequest;
export const active = (written: Written = {}) => withGrant(after(written, ...toActive(written)), 'ACTIVE');
export const expired = (written: Written = {}) =>
  withGrant(after(written, ...toActive(written), step.expiring, step.ended), 'EXPIRED', 'REVOKED');
export const revoked = (written: Written = {}) =>
  withGrant(after(written, ...toRevoking(written), step.ended), 'EXPIRED', 'REVOKED');
export const revokedButHeld = (written: Written = {}) =>
  withGrant(after(written, ...toRevoking(written), step.endedHeld), 'EXPIRED', 'REVOKED');
export const neverOpened = (written: Written = {}) =>
  withGrant(
    after(written, approving(written), (request) =>
      abandon(request, ending(written, 'REVOKED'), START + 2 * MINUTE),
    ),
    'EXPIRED',
    'REVOKED',
  );
export const failedRequest = (written: Written = {}) =>
  withGrant(
    after(written, approving(written), (request) =>
      abandon(
        request,
        ending({ ending: { reason: 'RULE_EXISTS', ...written.ending } }, 'FAILED'),
        START + 2 * MINUTE,
      ),
    ),
    'FAILED',
  );
export const stuck = (written: Written = {}) =>
  withGrant(after(written, ...toRevoking(written), step.stuck), 'REVOKE_FAILED');
