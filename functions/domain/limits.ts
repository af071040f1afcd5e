/** How much of one target one person may have or want at a time. */
export interface Limits {
  /** Grants that have not ended. */
  readonly openGrants: number;
  /** Requests that nobody has decided yet. */
  readonly pendingRequests: number;
  /** Requests within 60 minutes, whatever became of them. */
  readonly requestsPerHour: number;
  /**
   * Addresses of all open and wanted sources together, in multiples of the widest network that the target takes. A
   * security group or prefix list counts as one such network, since nobody here knows who is in it.
   */
  readonly widestSources: number;
}

export const DEFAULT_LIMITS: Limits = {
  openGrants: 10,
  pendingRequests: 5,
  requestsPerHour: 30,
  widestSources: 10,
};
