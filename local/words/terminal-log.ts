import type { AuditEvent } from '../../functions/domain/audit-event.ts';
import type { LogSink } from '../../functions/runtime/log.ts';

export type Write = (line: string) => void;

/** Lines of the log that somebody should act on. What is as it should be is told by {@link eventLine}. */
export const terminalLog = (write: Write): LogSink => ({
  write: ({ level, code, message, facts }) => {
    if (level !== 'warn' && level !== 'error') return;
    write(`${level.toUpperCase()} ${code}: ${message} ${JSON.stringify(facts)}`);
  },
});

/** `09:30:01Z  req_…  REQUESTED by alice@example.com: PENDING` */
export const eventLine = ({ at, requestId, type, actor, to }: AuditEvent): string =>
  `${at.slice(11, 19)}Z  ${requestId}  ${type} by ${actor}: ${to}`;

/** An error that nobody expected, with what caused it. */
export const errorLine = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n  caused by ${errorLine(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
};
