import type { Json } from './json.ts';
import { runtimeError, StateError } from './state-error.ts';

/** A path to exactly one place: `$.a['b c'][0]` in the data, `$$.Task.Token` in the context object. */
export interface ReferencePath {
  readonly root: 'DATA' | 'CONTEXT';
  readonly segments: readonly (string | number)[];
}

/** What paths are read from. */
export interface Scope {
  readonly data: Json;
  readonly context: Json;
}

const SEGMENT = /\.([\p{L}_][\p{L}\p{N}_-]*)|\['([^'\\]+)'\]|\[(\d+)\]/uy;

/** Undefined for anything else: wildcards, filters, slices and intrinsic functions are no reference paths. */
export function parseReferencePath(text: string): ReferencePath | undefined {
  const root = /^\$\$?/.exec(text)?.[0];
  if (root === undefined) return undefined;
  const segments: (string | number)[] = [];
  SEGMENT.lastIndex = root.length;
  while (SEGMENT.lastIndex < text.length) {
    const match = SEGMENT.exec(text);
    if (match === null) return undefined;
    segments.push(match[1] ?? match[2] ?? Number(match[3]));
  }
  return { root: root === '$$' ? 'CONTEXT' : 'DATA', segments };
}

/** The value at the path, or undefined where there is none (JSON has no undefined of its own). */
export function find(text: string, scope: Scope): Json | undefined {
  const path = parsed(text);
  let value: Json | undefined = path.root === 'CONTEXT' ? scope.context : scope.data;
  for (const segment of path.segments) {
    if (value === undefined) return undefined;
    value = child(value, segment);
  }
  return value;
}

/** The value at the path; throws `States.Runtime` where there is none. */
export function read(text: string, scope: Scope): Json {
  const value = find(text, scope);
  if (value === undefined) throw runtimeError(`The path ${text} points at nothing.`);
  return value;
}

/** A copy of the data with the value at the path; objects on the way are made, anything else is in the way. */
export function write(text: string, data: Json, value: Json): Json {
  return place(data, parsed(text).segments, value, text);
}

function place(
  target: Json | undefined,
  segments: readonly (string | number)[],
  value: Json,
  text: string,
): Json {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (target !== undefined && !isObject(target)) {
    throw new StateError('States.ResultPathMatchFailure', `${text} leads through a value that is no object.`);
  }
  return { ...target, [segment]: place(child(target ?? {}, segment), rest, value, text) };
}

function child(value: Json, segment: string | number): Json | undefined {
  if (typeof segment === 'number') return Array.isArray(value) ? value[segment] : undefined;
  return isObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): ReferencePath {
  const path = parseReferencePath(text);
  if (path === undefined) throw new Error(`Not a reference path: ${text}`);
  return path;
}
