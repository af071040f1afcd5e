import type { Json } from './json.ts';
import { read, type Scope } from './reference-path.ts';

/** A field whose name ends in `.$` takes its value from the path that it names. */
const PATH_FIELD = '.$';

/** Every `.$` field in the template with the place where it stands. */
export function pathFields(template: Json, at: readonly (string | number)[] = []): PathField[] {
  if (Array.isArray(template)) return template.flatMap((item, index) => pathFields(item, [...at, index]));
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([name, value]) =>
    name.endsWith(PATH_FIELD) ? [{ at: [...at, name], value }] : pathFields(value, [...at, name]),
  );
}

export interface PathField {
  readonly at: readonly (string | number)[];
  readonly value: Json;
}

/** The template with each `"name.$": path` replaced by `"name": value`. */
export function fill(template: Json, scope: Scope): Json {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(PATH_FIELD)
        ? [name.slice(0, -PATH_FIELD.length), read(String(value), scope)]
        : [name, fill(value, scope)],
    ),
  );
}
