/**
 * The shortest prefix of a network that a configuration may name. Wider ones are hardly ever one party's, and a few of
 * them are everybody: 10.0.0.0/8 is the largest private network (https://www.rfc-editor.org/rfc/rfc1918#section-3), and
 * a registry gives a whole provider a /32 to begin with (https://www.ripe.net/publications/docs/ripe-738/, 4.3).
 */
export const WIDEST_PREFIX = { ipv4: 8, ipv6: 32 } as const;
