import type { IncomingMessage } from 'node:http';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: payload size, 10 MB. */
const LARGEST_BODY = 10 * 1024 * 1024;

/** One HTTP call, read whole. */
export interface IncomingCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without `?`; empty where there is none. */
  readonly query: string;
  /** Names in lower case, values of one name joined by commas; cookies are apart. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  /** The address at the other end of the connection: never one that a header says. */
  readonly sourceIp: string;
}

/** null where the body is larger than API Gateway takes. */
export const readCall = async (request: IncomingMessage): Promise<IncomingCall | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const { cookie, ...headers } = request.headersDistinct;
  return {
    method: request.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values]) => [name, (values ?? []).join(',')]),
    ),
    cookies: (cookie ?? []).flatMap((line) => line.split(/;\s*/)),
    body: Buffer.concat(chunks),
    sourceIp: request.socket.remoteAddress ?? '',
  };
};
