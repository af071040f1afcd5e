/** Cedar's own engine. */
export type Engine = typeof import('@cedar-policy/cedar-wasm/nodejs');

let loading: Promise<Engine> | undefined;

/** Four megabytes of WebAssembly, compiled at the first decision and not at a cold start that decides nothing. */
export const loadEngine = (): Promise<Engine> => {
  loading ??= import('@cedar-policy/cedar-wasm/nodejs');
  return loading;
};
