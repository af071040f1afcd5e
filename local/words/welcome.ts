import type { LocalGate } from '../../functions/runtime/configuration/local-settings.ts';
import type { SampleJourney } from './sample-journey.ts';

export interface Welcome {
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  readonly home: string;
  readonly gates: readonly LocalGate[];
  /** null where the configuration has nothing that could be tried here. */
  readonly journey: SampleJourney | null;
}

const json = (value: unknown): string => `'${JSON.stringify(value)}'`;

/** Takes the token out of the answer without a tool that not every machine has. */
const tokenLine = (name: string, email: string, origin: string): string =>
  `${name}=$(curl -s ${origin}/local/token -H 'content-type: application/json' -d ${json({ email })} | ` +
  `sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;

const nameOf = (email: string): string => email.split('@')[0] ?? email;
const variableOf = (email: string): string => nameOf(email).toUpperCase().replaceAll(/\W/g, '_');

const visitLine = (port: number): string =>
  `node -e "require('net').connect(${port}, '127.0.0.1').on('error', (e) => console.log(e.code))` +
  `.on('data', (d) => { console.log(String(d)); process.exit(); })"`;

const journeyLines = (journey: SampleJourney, origin: string): readonly string[] => {
  const { requester, approver, target, minutes, source, signsIn, listenPort } = journey;
  const [asks, decides] = [variableOf(requester), variableOf(approver)];
  const ask = { target: target.name, durationMinutes: minutes, reason: 'Trying Postern out', source };
  const call = (path: string, who: string) =>
    `curl -s -w '\\n' "${origin}${path}" -H "authorization: Bearer $${who}"`;
  const body = (value: unknown) => `-H 'content-type: application/json' -d ${json(value)}`;
  return [
    'Try it, in another terminal; paste line by line.',
    '',
    `1. Knock at the port: ECONNREFUSED. (Or: nc 127.0.0.1 ${listenPort})`,
    '',
    visitLine(listenPort),
    '',
    `2. ${nameOf(requester)} asks for ${minutes} minutes:`,
    '',
    tokenLine(asks, requester, origin),
    `${call('/v1/requests', asks)} ${body(ask)}`,
    `ID=$(${call('/v1/requests?limit=1', asks)} | grep -o 'req_[0-9a-z]*' | head -n 1)`,
    '',
    `3. ${nameOf(approver)} decides: open ${origin}/local/, open the mail, press its link, ${signsIn ? 'sign in' : 'type its code'}.`,
    '   Or through the API:',
    '',
    tokenLine(decides, approver, origin),
    `${call('/v1/requests/$ID/reviews', decides)} ${body({ decision: 'APPROVE' })}`,
    '',
    '4. Knock again, with the line of step 1: the service behind says hello. When the time is over it is refused again.',
    `   What happened: ${call('/v1/requests/$ID/events', asks)}`,
  ];
};

/** What `npm start` says once it answers. Every line of it that is a command can be pasted as it is. */
export const welcome = ({ origin, home, gates, journey }: Welcome): string => {
  const ports = gates.map(({ listenPort }) => `127.0.0.1:${listenPort}`).join(', ') || 'none';
  return [
    '',
    'Postern is running, on this machine only and without AWS.',
    '',
    `  API           ${origin}   (described in ${origin}/openapi.json)`,
    `  Mailbox       ${origin}/local/   (and who may what, and what is open)`,
    `  Guarded port  ${ports}   (shut until somebody is let in)`,
    '',
    ...(journey === null ? [] : [...journeyLines(journey, origin), '']),
    `Stop with Ctrl-C (or, to see what a crash does: kill -9 ${process.pid}). Everything is kept in ${home}; to start anew,`,
    'stop and delete that folder.',
    '',
  ].join('\n');
};
