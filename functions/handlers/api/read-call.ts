import { REQUEST_ID } from '../../domain/access-request.ts';
import type { HttpEvent } from '../../runtime/http/event.ts';
import type { Invalid } from '../../runtime/http/parsed.ts';
import { readBody, readNoBody } from '../../runtime/http/read-body.ts';
import { readQuery } from '../../runtime/http/read-query.ts';
import { type CallerOperation, CONTRACT } from './contract.ts';

export type ReadCall =
  | { readonly outcome: 'READ'; readonly id: string; readonly query: unknown; readonly body: unknown }
  | { readonly outcome: 'NOT_FOUND' }
  | Invalid;

/** Reads what an operation takes from the path, the query and the body. What is no id of ours names nothing. */
export const readCall = (event: HttpEvent, operation: CallerOperation): ReadCall => {
  const { id } = event.pathParameters ?? {};
  if (id !== undefined && !REQUEST_ID.test(id)) return { outcome: 'NOT_FOUND' };
  const contract = CONTRACT[operation];
  const query = readQuery(event, contract.query);
  if (query.outcome === 'INVALID') return query;
  const body = contract.body === null ? readNoBody(event) : readBody(event, contract.body);
  if (body.outcome === 'INVALID') return body;
  return { outcome: 'READ', id: id ?? '', query: query.value, body: body.value };
};
