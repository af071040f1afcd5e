import { createLog, type LogLine } from '../../../functions/runtime/log.ts';

/** A log that keeps its lines, as they would be written. */
export const recordedLog = () => {
  const lines: LogLine[] = [];
  return {
    lines,
    log: createLog({ write: (line) => void lines.push(line) }),
    codes: () => lines.map(({ code }) => code),
    /** Everything that was logged, as one text to search. */
    text: () => JSON.stringify(lines),
  };
};
