import type { AccessRequest } from '../../../functions/domain/access-request.ts';
import { hashToken } from '../../../functions/domain/approval-link.ts';
import type { Commit } from '../../../functions/ports/access-store.ts';
import type { Signal } from '../../../functions/ports/signals.ts';
import type { Cloud } from '../functions/cloud.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { Court } from './court.ts';

const textOfSignal = (signal: Signal): string =>
  JSON.stringify(signal, (_, value: unknown) =>
    value instanceof Error ? `${value.name}: ${value.message}` : value,
  );

/** Invariants 10 and 13: what links do, and what is never written down. */
export class PeopleJudge {
  readonly #cloud: Cloud;
  readonly #court: Court;
  readonly #spent = new Set<string>();

  constructor(cloud: Cloud, court: Court) {
    this.#cloud = cloud;
    this.#court = court;
  }

  /** Somebody writes the table. */
  wrote(by: Invocation): void {
    this.#court.demand(10, !by.label.includes('GET '), () => `${by.label} writes`);
  }

  committing({ changes, spendLink }: Commit): void {
    for (const { event } of changes)
      if (event) this.#search(JSON.stringify(event.details), `event ${event.type}`);
    if (!spendLink) return;
    this.#court.demand(10, !this.#spent.has(spendLink.tokenHash), () => 'a link is spent a second time');
    this.#spent.add(spendLink.tokenHash);
    const link = this.#cloud.tables.links.get(spendLink.tokenHash);
    const review = changes[0]?.after.reviews.at(-1);
    const fits = link?.requestId === changes[0]?.after.id && link?.approver === review?.reviewer;
    this.#court.demand(
      10,
      fits,
      () => `a link of ${link?.approver} for ${link?.requestId} decides something else`,
    );
  }

  /** A person was told that the link has decided. */
  decided({ token, by, request }: { token: string; by: string; request: AccessRequest }): void {
    const isSpent = this.#spent.has(hashToken(token));
    this.#court.demand(10, isSpent, () => `${by} decided ${request.id} by a link that is not spent`);
  }

  signalled(signal: Signal): void {
    this.#search(textOfSignal(signal), `signal ${signal.code}`);
  }

  #search(text: string, where: string): void {
    const { secrets, workflow } = this.#cloud;
    const isTold =
      text.includes('LINK-') ||
      workflow.taskTokens.some((token) => text.includes(token)) ||
      [...secrets.codes.values()].some((code) => code !== '' && text.includes(`"${code}"`));
    this.#court.demand(13, !isTold, () => `a secret stands in ${where}`);
  }
}
