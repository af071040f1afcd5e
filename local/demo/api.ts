import * as z from 'zod';
import type { AuditEvent } from '../../functions/domain/audit-event.ts';
import { eventList, type RequestView, requestView } from '../../functions/handlers/schemas/views.ts';
import { DemoFailed } from './transcript.ts';

const mailView = z.object({ to: z.string(), subject: z.string(), text: z.string() });
export type MailView = z.infer<typeof mailView>;

/** Calls the API as any script would, and takes no answer but the one that it expects. */
export class Api {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async token(email: string): Promise<string> {
    const answer = await this.#call('POST', '/local/token', 200, { body: { email } });
    return z.object({ access_token: z.string() }).parse(answer).access_token;
  }

  async ask(token: string, body: unknown): Promise<RequestView> {
    return requestView.parse(await this.#call('POST', '/v1/requests', 201, { token, body }));
  }

  /** Answers as soon as the state is another, or after so many seconds. */
  async request(token: string, id: string, waitSeconds: number): Promise<RequestView> {
    return requestView.parse(
      await this.#call('GET', `/v1/requests/${id}?wait=${waitSeconds}`, 200, { token }),
    );
  }

  async events(token: string, id: string): Promise<readonly AuditEvent[]> {
    const answer = await this.#call('GET', `/v1/requests/${id}/events`, 200, { token });
    return eventList.parse(answer).items as readonly AuditEvent[];
  }

  /** Newest first. */
  async mails(): Promise<readonly MailView[]> {
    return z.array(mailView).parse(await this.#call('GET', '/local/mail', 200));
  }

  async page(path: string): Promise<string> {
    return String(await this.#call('GET', path, 200));
  }

  /** What the approval page asks when it is opened. */
  async preview(token: string): Promise<unknown> {
    return await this.#call('POST', '/approve/preview', 200, { body: { token } });
  }

  /** What the approval page sends when its button is pressed. */
  async approve(token: string, code: string, comment: string): Promise<void> {
    await this.#call('POST', '/approve', 200, { body: { token, code, decision: 'APPROVE', comment } });
  }

  async #call(
    method: string,
    path: string,
    status: number,
    { token, body }: { readonly token?: string; readonly body?: unknown } = {},
  ): Promise<unknown> {
    const response = await fetch(new URL(path, this.#origin), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status) {
      throw new DemoFailed(`${method} ${path} answered ${response.status}, not ${status}: ${text}`);
    }
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }
}
