/** Counts the calls of an object's methods by name; the object itself answers as before. */
export const counting = <Service extends object>(service: Service, counts: Map<string, number>): Service =>
  new Proxy(service, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        const key = String(name);
        counts.set(key, (counts.get(key) ?? 0) + 1);
        return Reflect.apply(member, target, given);
      };
    },
  });
