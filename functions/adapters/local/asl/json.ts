import * as z from 'zod';

export const json = z.json();
export type Json = z.infer<typeof json>;

/** The value as it would look after crossing a wire: a copy, without what JSON cannot carry; nothing is null. */
export const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value) ?? 'null') as Json;
