import * as z from 'zod';
import { isKnownContextPath, isTaskToken } from './context-object.ts';
import { json } from './json.ts';
import { pathFields } from './payload-template.ts';
import { parseReferencePath, type ReferencePath } from './reference-path.ts';

/** Why a text is refused as a path, or undefined. */
function objection(text: string, allows: (path: ReferencePath) => boolean): string | undefined {
  if (/^States\./.test(text)) return 'intrinsic functions are not interpreted';
  const path = parseReferencePath(text);
  if (path === undefined) return `${text} is no reference path`;
  if (!allows(path)) return `${text} cannot be used here`;
  return undefined;
}

const pathThat = (allows: (path: ReferencePath) => boolean) =>
  z.string().superRefine((text, context) => {
    const message = objection(text, allows);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const isData = (path: ReferencePath) => path.root === 'DATA';
const isReadable = (path: ReferencePath) => isData(path) || isKnownContextPath(path);
const isReadableAnywhere = (path: ReferencePath) => isReadable(path) && !isTaskToken(path);

/** A path into the state's data. */
export const dataPath = pathThat(isData);
/** A path into the data or the context object. */
export const readablePath = pathThat(isReadableAnywhere);
/** Where a result goes: names only. Null drops it. */
export const resultPath = pathThat(
  (path) => isData(path) && path.segments.every((segment) => typeof segment === 'string'),
).nullable();

const templateThat = (allows: (path: ReferencePath) => boolean) =>
  z.record(z.string(), json).superRefine((template, context) => {
    for (const { at, value } of pathFields(template)) {
      const message = typeof value === 'string' ? objection(value, allows) : 'must be a path';
      if (message !== undefined) context.addIssue({ code: 'custom', message, path: [...at] });
    }
  });

/** An object whose `.$` fields are paths. */
export const payloadTemplate = templateThat(isReadableAnywhere);
/** The same, where `$$.Task.Token` may stand too. */
export const taskPayloadTemplate = templateThat(isReadable);
