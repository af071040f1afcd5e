import { canonicalJson, sha256 } from '../../domain/hash.ts';
import { type Principal, principalName } from '../../domain/principal.ts';
import type { IdempotencyRecord } from '../../ports/access-store.ts';
import type { HttpEvent } from '../../runtime/http/event.ts';
import { invalid, type Parsed, parsed } from '../../runtime/http/parsed.ts';

const HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,128}$/;

/** The caller's key and the body, both as hashes: a key is the caller's own, and another's is never found with it. */
export const readIdempotency = (
  { headers }: HttpEvent,
  caller: Principal,
  body: unknown,
): Parsed<Pick<IdempotencyRecord, 'key' | 'bodyHash'> | null> => {
  const key = headers[HEADER];
  if (key === undefined) return parsed(null);
  if (!KEY.test(key)) {
    return invalid('Idempotency-Key', 'expected 1 to 128 visible ASCII characters');
  }
  return parsed({
    key: sha256(canonicalJson([principalName(caller), key])),
    bodyHash: sha256(canonicalJson(body)),
  });
};
