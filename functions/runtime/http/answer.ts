/** What a handler answers over HTTP; API Gateway's payload format 2.0 reads it as it is. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** On every answer: nobody keeps it, and nobody takes it for anything but what it says it is. */
const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

export const jsonAnswer = (
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...ALWAYS, ...headers },
  body: JSON.stringify(body),
});

export const textAnswer = (
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): HttpAnswer => ({
  statusCode: 200,
  headers: { 'content-type': contentType, ...ALWAYS, ...headers },
  body,
});
