import type { Phase } from '../engine/fault-kinds.ts';
import type { FaultWindow } from '../engine/faults.ts';
import type { APPROVERS, REQUESTERS } from './cast.ts';

/** Times are milliseconds since the start of the story. */
export interface ReviewToCome {
  readonly by: (typeof APPROVERS)[number] | (typeof REQUESTERS)[number];
  /** After the mail has come, or, by the API, after the request was made. */
  readonly after: number;
  readonly decision: 'APPROVE' | 'REJECT';
  readonly via: 'LINK' | 'API';
  /** Narrowed to this. */
  readonly minutes: number | null;
  readonly wrongCodes: number;
  /** Sent by two clicks at once. */
  readonly isDoubled: boolean;
}

export interface Ask {
  readonly kind: 'ASK';
  readonly at: number;
  readonly by: (typeof REQUESTERS)[number];
  readonly target: string;
  readonly minutes: number;
  /** Index in SOURCES. */
  readonly source: number;
  readonly startsIn: number | null;
  readonly reviews: readonly ReviewToCome[];
  readonly revoke: { readonly after: number; readonly by: string } | null;
  readonly cancelAfter: number | null;
  /** Breaks the glass: to open at once, and to be looked at afterwards. */
  readonly isEmergency?: true;
}

export interface HandDeed {
  readonly kind: 'HAND';
  readonly at: number;
  readonly deed:
    | 'FOREIGN_RULE'
    | 'RULE_REMOVED'
    | 'RULE_EDITED'
    | 'RULE_UNTAGGED'
    | 'RULE_COPIED'
    | 'GROUP_DELETED';
  /** Index in GROUPS. */
  readonly group: number;
  /** Waits a while until a request of the group is in this phase; null for at once. */
  readonly when: Phase | null;
}

export interface ExecutionDeed {
  readonly kind: 'EXECUTION';
  readonly at: number;
  readonly deed: 'EXECUTION_STOPPED' | 'EXECUTION_REDRIVEN';
}

export interface Deploy {
  readonly kind: 'DEPLOY';
  readonly at: number;
  readonly change: 'WORKFLOW' | 'TARGET_RETIRED' | 'PORT_CHANGED' | 'APPROVER_REMOVED' | 'REQUESTER_REMOVED';
  readonly target: string;
}

export type StoryItem =
  | Ask
  | HandDeed
  | ExecutionDeed
  | Deploy
  | ({ readonly kind: 'WINDOW' } & FaultWindow)
  | { readonly kind: 'STREAM_STALLED'; readonly from: number; readonly to: number }
  | { readonly kind: 'OFF'; readonly closer: 'SWEEPER' | 'WORKFLOW' }
  | { readonly kind: 'CLOCK_SKEW'; readonly most: number };

/** What a seed makes happen. Items stand alone, so that a story can be shrunk by leaving some out. */
export type Story = readonly StoryItem[];

/** When an item begins. */
export const beginOf = (item: StoryItem): number => {
  if ('at' in item) return item.at;
  return 'from' in item ? item.from : 0;
};

/** When the last blow of an item falls. */
export const endOf = (item: StoryItem): number => ('to' in item ? item.to : beginOf(item));
