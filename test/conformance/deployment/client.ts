import type { AuditEvent } from '../../../functions/domain/audit-event.ts';
import type { RequestView } from '../../../functions/handlers/schemas/views.ts';
import { until } from '../until.ts';
import { callOver, type Reply } from './call-over.ts';

export interface ClientSettings {
  /** As the stack's output says it. */
  readonly apiUrl: string;
  readonly ca: string;
  readonly token?: string;
}

/** A script of somebody's, or nobody's, that calls the deployed API. */
export class Client {
  readonly #settings: ClientSettings;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> {
    const { apiUrl, ca, token } = this.#settings;
    const { host, port } = new URL(apiUrl);
    return await callOver(`https://127.0.0.1:${port}${path}`, {
      method,
      ca,
      headers: {
        host,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** @throws where the status is another */
  async expect<T>(status: number, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const reply = await this.call(method, path, body);
    if (reply.status !== status) throw new Error(`${method} ${path}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body) as T;
  }

  async ask(source: string, durationMinutes: number): Promise<RequestView> {
    const reason = 'to look at a stuck order';
    return await this.expect(201, 'POST', '/v1/requests', {
      target: 'orders-db',
      durationMinutes,
      reason,
      source,
    });
  }

  async request(id: string): Promise<RequestView> {
    return await this.expect(200, 'GET', `/v1/requests/${id}`);
  }

  async events(id: string): Promise<readonly AuditEvent[]> {
    const { items } = await this.expect<{ items: AuditEvent[] }>(200, 'GET', `/v1/requests/${id}/events`);
    return items;
  }

  /** The request once its grant has that status. */
  async granted(id: string, status: string, patience: number): Promise<RequestView> {
    return await until(`the grant of ${id} is ${status}`, patience, async () => {
      const request = await this.request(id);
      return request.grant?.status === status ? request : undefined;
    });
  }
}
