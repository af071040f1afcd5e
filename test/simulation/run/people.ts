import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { SECOND } from '../../../functions/domain/instant.ts';
import type { Mail } from '../../../functions/ports/mailer.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Call } from '../functions/deployed-functions.ts';
import type { UseCases } from '../functions/use-cases.ts';
import { principalOf, SOURCES } from '../story/cast.ts';
import type { Ask, ReviewToCome } from '../story/story.ts';

/** A person tries again when the call fails, but not for ever. */
const MOST_TRIES = 4;

export const askKey = (index: number): string => `ask-${index}`;

/** Those who ask, decide, change their minds and take back. */
export class People {
  readonly #cloud: Cloud;
  readonly #asks = new Map<string, Ask>();
  readonly #askOf = new Map<string, Ask>();
  /** What people did and saw, so that it can be judged. */
  onDecidedByLink: (decided: { token: string; by: string; request: AccessRequest }) => void = () => {};

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.mailbox.onDelivered = (mail) => this.#gotMail(mail);
  }

  ask(ask: Ask, index: number): void {
    const key = askKey(index);
    this.#asks.set(key, ask);
    const startsAt = ask.startsIn === null ? null : this.#cloud.scheduler.now() + ask.startsIn;
    this.#cloud.trace.add(
      () =>
        `${ask.by} ${ask.isEmergency ? 'breaks the glass of' : 'asks for'} ${ask.target}, ${ask.minutes} min, ${SOURCES[ask.source]?.written}`,
    );
    this.#insistently({ to: 'api', what: `request by ${ask.by}` }, ({ requestAccess }) =>
      requestAccess({
        caller: principalOf(ask.by),
        target: ask.target,
        durationMinutes: ask.minutes,
        reason: 'Because',
        source: SOURCES[ask.source]?.written ?? null,
        callerAddress: null,
        ticket: null,
        startsAt,
        breakGlass: ask.isEmergency ?? false,
        idempotency: { key, bodyHash: key },
      }),
    );
  }

  /** A request was written: whoever reviews by the API, revokes or cancels, goes by that. */
  requestMade(request: AccessRequest, key: string | undefined): void {
    const ask = key === undefined ? undefined : this.#asks.get(key);
    if (!ask || this.#askOf.has(request.id)) return;
    this.#askOf.set(request.id, ask);
    const { scheduler } = this.#cloud;
    const { id } = request;
    const call = (what: string): Call => ({ to: 'api', what: `${what} ${id}`, requestId: id });
    for (const review of ask.reviews.filter(({ via }) => via === 'API')) {
      const { by, decision, minutes } = review;
      this.#twiceIf(review, () =>
        this.#insistently(call(`${decision} by ${by} of`), async ({ reviewRequest, reviewBreakGlass }) => {
          const command = { caller: principalOf(by), id, decision, comment: null, durationMinutes: minutes };
          return (await reviewBreakGlass(command)) ?? (await reviewRequest(command));
        }),
      );
    }
    if (ask.revoke) {
      const { after, by } = ask.revoke;
      scheduler.after(after, () =>
        this.#insistently(call(`revoke by ${by} of`), ({ revokeGrant }) =>
          revokeGrant({ caller: principalOf(by), id }),
        ),
      );
    }
    if (ask.cancelAfter !== null) {
      scheduler.after(ask.cancelAfter, () =>
        this.#insistently(call('cancel of'), ({ cancelRequest }) =>
          cancelRequest({ caller: principalOf(ask.by), id }),
        ),
      );
    }
  }

  #gotMail({ to, text, threadId }: Mail): void {
    const token = /#(LINK-\S{38})/.exec(text)?.[1];
    const ask = this.#askOf.get(threadId);
    if (token === undefined || !ask) return;
    const code = this.#cloud.secrets.codes.get(token) ?? '';
    for (const review of ask.reviews) {
      if (review.via === 'LINK' && to === `${review.by}@example.com`) {
        this.#twiceIf(review, () => this.#decide(review, token, code, threadId));
      }
    }
  }

  #decide(review: ReviewToCome, token: string, code: string, requestId: string): void {
    const { decision, minutes, wrongCodes, by } = review;
    const call: Call = { to: 'approvals', what: `${decision} by link of ${by} for ${requestId}`, requestId };
    const decide = async (useCases: UseCases, tried: string) => {
      const comment = null;
      const decided = await useCases.decideByLink({
        token,
        code: tried,
        decision,
        comment,
        durationMinutes: minutes,
      });
      if (decided.outcome === 'DECIDED') this.onDecidedByLink({ token, by, request: decided.request });
      return decided;
    };
    const preview: Call = { to: 'approvals', what: `GET page of ${requestId}`, requestId };
    this.#insistently(preview, async ({ previewLink }) => await previewLink({ token }));
    for (let count = 0; count < wrongCodes; count += 1) {
      const wrong = code === '000000' ? '000001' : '000000';
      this.#cloud.scheduler.after(count * SECOND, () =>
        this.#once(call, (useCases) => decide(useCases, wrong)),
      );
    }
    this.#cloud.scheduler.after((wrongCodes + 2) * SECOND, () =>
      this.#insistently(call, (useCases) => decide(useCases, code)),
    );
  }

  #twiceIf({ isDoubled, after }: ReviewToCome, act: () => void): void {
    this.#cloud.scheduler.after(after, act);
    if (isDoubled) this.#cloud.scheduler.after(after + 20, act);
  }

  #once(call: Call, body: (useCases: UseCases) => Promise<unknown>): Promise<boolean> {
    return this.#cloud.functions.invoke(call, body).then(
      () => true,
      () => false,
    );
  }

  async #insistently(call: Call, body: (useCases: UseCases) => Promise<unknown>): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      if (await this.#once(call, body)) return;
      await this.#cloud.scheduler.wait(2 ** tries * SECOND);
    }
  }
}
