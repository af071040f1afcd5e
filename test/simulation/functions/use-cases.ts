import { activateGrant } from '../../../functions/use-cases/activate-grant.ts';
import { askApprovers } from '../../../functions/use-cases/ask-approvers.ts';
import { cancelRequest } from '../../../functions/use-cases/cancel-request.ts';
import { decideByLink } from '../../../functions/use-cases/decide-by-link.ts';
import { endGrant } from '../../../functions/use-cases/end-grant.ts';
import { expireRequest } from '../../../functions/use-cases/expire-request.ts';
import { fulfilMailOrder } from '../../../functions/use-cases/fulfil-mail-order.ts';
import { keepTime } from '../../../functions/use-cases/keep-time.ts';
import { previewLink } from '../../../functions/use-cases/preview-link.ts';
import { publishEvent } from '../../../functions/use-cases/publish-event.ts';
import { requestAccess } from '../../../functions/use-cases/request-access.ts';
import { reviewBreakGlass } from '../../../functions/use-cases/review-afterwards.ts';
import { reviewRequest } from '../../../functions/use-cases/review-request.ts';
import { revokeGrant } from '../../../functions/use-cases/revoke-grant.ts';
import { sweep } from '../../../functions/use-cases/sweep.ts';
import type { SimulatedDependencies } from './compose.ts';

/** The production use cases over one invocation's ports. */
export const useCasesOf = (dependencies: SimulatedDependencies) => ({
  requestAccess: requestAccess(dependencies),
  reviewRequest: reviewRequest(dependencies),
  reviewBreakGlass: reviewBreakGlass(dependencies),
  decideByLink: decideByLink(dependencies),
  previewLink: previewLink(dependencies),
  cancelRequest: cancelRequest(dependencies),
  revokeGrant: revokeGrant(dependencies),
  askApprovers: askApprovers(dependencies),
  expireRequest: expireRequest(dependencies),
  activateGrant: activateGrant(dependencies),
  endGrant: endGrant(dependencies),
  sweep: sweep(dependencies),
  keepTime: keepTime(dependencies),
  publishEvent: publishEvent(dependencies),
  fulfilMailOrder: fulfilMailOrder(dependencies),
});

export type UseCases = ReturnType<typeof useCasesOf>;
