import { expect } from 'vitest';
import * as z from 'zod';
import type { AuditEvent } from '../../../functions/domain/audit-event.ts';
import { eventList, type RequestView, requestView } from '../../../functions/handlers/schemas/views.ts';
import { type MailedLink, readMailedLink } from '../../../local/demo/mailed-link.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const mails = z.array(
  z.strictObject({
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    at: z.iso.datetime(),
  }),
);

/** People at their scripts and browsers. They are named by the part of their address before the `@`. */
export class HttpClient {
  readonly origin: string;
  readonly #tokens = new Map<string, string>();

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Nobody calls where no name is given. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    { by, body, headers }: { by?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answered> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        // A kept connection would meet its end when Postern is started anew on the same port.
        connection: 'close',
        ...(by === undefined ? {} : { authorization: `Bearer ${await this.token(by)}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async token(name: string): Promise<string> {
    const known = this.#tokens.get(name);
    if (known !== undefined) return known;
    const { body } = await this.call('POST', '/local/token', { body: { email: `${name}@example.com` } });
    const { access_token } = z.object({ access_token: z.string() }).parse(body);
    this.#tokens.set(name, access_token);
    return access_token;
  }

  /** Asks for the guarded port, and takes no refusal. */
  async ask(by = 'alice', more: Record<string, unknown> = {}): Promise<RequestView> {
    const body = {
      target: 'demo-db',
      durationMinutes: 10,
      reason: 'A stuck migration',
      source: '127.0.0.1',
      ...more,
    };
    const { status, body: answer } = await this.call('POST', '/v1/requests', { by, body });
    expect({ status, answer }).toMatchObject({ status: 201 });
    return requestView.parse(answer);
  }

  review(id: string, by: string, review: Record<string, unknown>): Promise<Answered> {
    return this.call('POST', `/v1/requests/${id}/reviews`, { by, body: review });
  }

  async approve(id: string, by = 'bob'): Promise<void> {
    expect(await this.review(id, by, { decision: 'APPROVE' })).toMatchObject({ status: 200 });
  }

  /** As its requester sees it. */
  async request(id: string, by = 'alice'): Promise<RequestView> {
    const { status, body } = await this.call('GET', `/v1/requests/${id}`, { by });
    expect({ status, body }).toMatchObject({ status: 200 });
    return requestView.parse(body);
  }

  async events(id: string, by = 'alice'): Promise<readonly AuditEvent[]> {
    const { body } = await this.call('GET', `/v1/requests/${id}/events`, { by });
    return eventList.parse(body).items as readonly AuditEvent[];
  }

  /** Subjects of what somebody was mailed, oldest first. */
  async subjects(name: string): Promise<readonly string[]> {
    const all = mails.parse((await this.call('GET', '/local/mail')).body);
    return all
      .filter(({ to }) => to === `${name}@example.com`)
      .map(({ subject }) => subject)
      .reverse();
  }

  /** From the newest mail to somebody. */
  async mailedLink(name: string): Promise<MailedLink> {
    const all = mails.parse((await this.call('GET', '/local/mail')).body);
    const mail = all.find(({ to }) => to === `${name}@example.com`);
    if (mail === undefined) throw new Error(`${name} has no mail`);
    return readMailedLink(mail);
  }
}
