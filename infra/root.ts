import { resolve } from 'node:path';

/** What everything else is found from: the repository, or `dist` of the package, which has the same folders. */
export const ROOT = resolve(import.meta.dirname, '..');

/** Node runs TypeScript anywhere but under node_modules: what is packed is JavaScript. */
export const IS_PACKED = import.meta.filename.endsWith('.js');
