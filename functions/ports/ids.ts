export interface Ids {
  /** `req_` and 26 characters of `[0-9a-z]`, never given twice. Also the name of the execution. */
  requestId(): string;
  /** `lg_` and 26 characters of `[0-9a-z]`; stands in a rule's description. */
  ledgerId(): string;
  /** Names one run of converge, so that it knows its own claims. */
  runId(): string;
}

export interface Secrets {
  /** 256 random bits in base64url, 43 characters. */
  token(): string;
  /** Six random decimal digits. */
  code(): string;
}
