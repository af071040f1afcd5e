import { findDuplicateKey } from './duplicate-keys.ts';
import type { HttpEvent } from './event.ts';
import { invalid, type Parsed, parsed } from './parsed.ts';

/** Bytes of a body. */
export const LARGEST_BODY = 16 * 1024;

const CONTENT_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (bytes: Buffer): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** JSON.parse's own message quotes what was sent, secrets included; it is neither answered nor logged. */
const parseJson = (text: string): Parsed<unknown> => {
  try {
    return parsed(JSON.parse(text));
  } catch {
    return invalid('', 'expected JSON (RFC 8259), without comments or trailing commas');
  }
};

/** Reads a body as JSON, strictly: one reading, and no other, is possible of what it takes. */
export const readJsonBody = ({ headers, body = '', isBase64Encoded }: HttpEvent): Parsed<unknown> => {
  if (!CONTENT_TYPE.test(headers['content-type'] ?? '')) {
    return invalid('Content-Type', 'expected application/json, in UTF-8');
  }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LARGEST_BODY) return invalid('', `expected at most ${LARGEST_BODY} bytes`);
  const text = decode(bytes);
  if (text === undefined) return invalid('', 'expected UTF-8');
  const json = parseJson(text);
  if (json.outcome === 'INVALID') return json;
  const duplicate = findDuplicateKey(text);
  return duplicate === null ? json : { outcome: 'INVALID', problems: [duplicate] };
};
