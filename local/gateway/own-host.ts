/**
 * Whether the name that the browser was pointed at is this machine's own. A page elsewhere can have its own name
 * resolve to 127.0.0.1 (DNS rebinding), but cannot make the browser send another name than that.
 */
export const isOwnHost = (host: string | undefined): boolean =>
  host !== undefined && /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host);
