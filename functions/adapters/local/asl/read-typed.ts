import { read, type Scope } from './reference-path.ts';
import { runtimeError } from './state-error.ts';

/** The text at the path; throws `States.Runtime` for anything else. */
export function readText(path: string, scope: Scope): string {
  const value = read(path, scope);
  if (typeof value !== 'string') throw runtimeError(`The path ${path} points at no text.`);
  return value;
}

/** The whole number of seconds at the path; throws `States.Runtime` for anything else. */
export function readSeconds(path: string, scope: Scope, least: number): number {
  const value = read(path, scope);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 99_999_999)
    return value;
  throw runtimeError(`The path ${path} points at no whole number of seconds from ${least}.`);
}
