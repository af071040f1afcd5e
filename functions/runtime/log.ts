import type { Context } from 'aws-lambda';
import { LOG_CATALOGUE, type LogCode, type LogLevel } from './log-catalogue.ts';
import { type Loggable, redacted } from './redact.ts';

export interface LogLine {
  readonly level: LogLevel;
  readonly code: LogCode;
  readonly message: string;
  /** What the line is about, without secrets. */
  readonly facts: Readonly<Record<string, Loggable>>;
}

/** Where lines go. */
export interface LogSink {
  write(line: LogLine): void;
  /** Names the invocation in the lines that follow. */
  begin?(context: Context): void;
}

export interface Log {
  /** Called first in every invocation. */
  begin(context: Context): void;
  /** @param facts beside the message; errors with their causes, too. Secrets that slip in are taken out. */
  write(code: LogCode, facts?: Readonly<Record<string, unknown>>): void;
}

/** The log: codes of the catalogue, redacted, to wherever the composition writes. */
export const createLog = (sink: LogSink): Log => ({
  begin: (context) => sink.begin?.(context),
  write: (code, facts = {}) => {
    const { level, message } = LOG_CATALOGUE[code];
    sink.write({ level, code, message, facts: redacted(facts) as Readonly<Record<string, Loggable>> });
  },
});
