import { once } from 'node:events';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';

export interface Call {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Certificate to be trusted. */
  readonly ca?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** One HTTP call. Not `fetch`, which takes neither a certificate nor a `Host` of the caller's own. */
export const callOver = async (url: string, { body, ...options }: Call): Promise<Reply> => {
  const call = (url.startsWith('https:') ? overHttps : overHttp)(url, options);
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
};
