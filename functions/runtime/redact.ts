/** What may stand in a line of the log. */
export type Loggable =
  | string
  | number
  | boolean
  | null
  | readonly Loggable[]
  | { readonly [name: string]: Loggable };

const REDACTED = '[redacted]';
const SECRET_NAMES = /^(token|taskToken|access_?token|code|authorization|cookie|secret|password)$/i;
/** A link's token: 43 characters of base64url. Hashes of ours are longer, too, and no secrets. */
const TOKEN = /(sha256:)?[A-Za-z0-9_-]{43,}/g;
/** A task token: hundreds of characters of base64. No path of ours is that long. */
const TASK_TOKEN = /[A-Za-z0-9+/=_-]{100,}/g;
/** Errors caused by errors caused by errors: as deep as anybody reads. */
const DEEPEST = 6;

const redactText = (text: string): string =>
  text
    .replace(TASK_TOKEN, REDACTED)
    .replace(TOKEN, (found, hash: string | undefined) => (hash === undefined ? REDACTED : found));

const plainError = (error: Error): Record<string, unknown> => ({
  name: error.name,
  message: error.message,
  stack: error.stack,
  ...(error.cause === undefined ? {} : { cause: error.cause }),
});

/**
 * A copy that may be logged. Nobody should hand a secret to the log; this is the net below, for what errors of
 * libraries quote in their messages.
 */
export const redacted = (value: unknown, depth = 0): Loggable => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return value === undefined ? null : redactText(String(value));
  if (depth > DEEPEST) return '[too deep]';
  if (Array.isArray(value)) return value.map((inner) => redacted(inner, depth + 1));
  const entries = Object.entries(value instanceof Error ? plainError(value) : value);
  return Object.fromEntries(
    entries
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [
        name,
        SECRET_NAMES.test(name) && typeof inner === 'string' ? REDACTED : redacted(inner, depth + 1),
      ]),
  );
};
