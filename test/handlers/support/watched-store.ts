import type { AccessStore } from '../../../functions/ports/access-store.ts';

const WRITES: readonly string[] = [
  'commit',
  'saveTaskToken',
  'putLink',
  'countTry',
  'countApproverTry',
  'markSent',
] satisfies readonly (keyof AccessStore)[];

/** The same store; which of its writing methods are called is noted. */
export const watchedStore = <Store extends AccessStore>(store: Store) => {
  const writes: string[] = [];
  const watched = new Proxy(store, {
    get: (target, name) => {
      const member = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (WRITES.includes(String(name))) writes.push(String(name));
        return member.apply(target, given);
      };
    },
  });
  return { store: watched, writes };
};
