import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from '../../functions/runtime/http/answer.ts';

/** What goes back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of the gateway's own: plain JSON with a message, no problem document. */
export const gatewayAnswer = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ message }),
});

/** What a function of ours answered. */
export const functionAnswer = ({ statusCode, headers, body }: HttpAnswer): Answer => ({
  status: statusCode,
  headers,
  body,
});

export const sendAnswer = (response: ServerResponse, answer: Answer): void => {
  const { status, headers, body } = answer;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};
