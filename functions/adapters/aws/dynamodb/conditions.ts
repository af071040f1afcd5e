import type { Instant } from '../../../domain/instant.ts';
import { APPROVER_TRIES, KIND, KINDS, RECORD, TABLE_KEY } from './table.ts';

/** A condition of a write. Its clauses have names here; attribute names go in by reference, as many are reserved. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

const RECORD_NAME = { '#record': RECORD };
const nothingThere = 'attribute_not_exists(#pk)';
const ITEM_NAMES = { '#pk': TABLE_KEY.partition };

export const absent = (): Condition => ({
  ConditionExpression: nothingThere,
  ExpressionAttributeNames: ITEM_NAMES,
});

/** An expired record counts as gone: DynamoDB may take days to delete it. */
export const absentOrForgotten = (now: Instant): Condition => {
  const forgotten = '#record.#expiresAt <= :now';
  return {
    ConditionExpression: [nothingThere, forgotten].join(' OR '),
    ExpressionAttributeNames: { ...ITEM_NAMES, ...RECORD_NAME, '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: { ':now': now },
  };
};

/** Fails where the record is missing, too. */
export const atVersion = (version: number): Condition => ({
  ConditionExpression: '#record.#version = :version',
  ExpressionAttributeNames: { ...RECORD_NAME, '#version': 'version' },
  ExpressionAttributeValues: { ':version': version },
});

/** Spends a link; fails where it is missing or spent. */
export const spending = (at: Instant) => {
  const unspent = 'attribute_type(#record.#spentAt, :null)';
  return {
    UpdateExpression: 'SET #record.#spentAt = :at',
    ConditionExpression: unspent,
    ExpressionAttributeNames: { ...RECORD_NAME, '#spentAt': 'spentAt' },
    ExpressionAttributeValues: { ':at': at, ':null': 'NULL' },
  };
};

/** Counts one try of an approver, be it the first; fails where none is left. */
export const countingApproverTry = (most: number) => ({
  UpdateExpression: 'SET #kind = :kind, #tries = if_not_exists(#tries, :zero) + :one',
  ConditionExpression: 'attribute_not_exists(#tries) OR #tries < :most',
  ExpressionAttributeNames: { '#kind': KIND, '#tries': APPROVER_TRIES },
  ExpressionAttributeValues: { ':kind': KINDS.approverTries, ':zero': 0, ':one': 1, ':most': most },
});

/** Counts one try of a link; fails where it is missing or has no try left. */
export const countingTry = (most: number) => {
  const triesLeft = '#record.#tries < :most';
  return {
    UpdateExpression: 'SET #record.#tries = #record.#tries + :one',
    ConditionExpression: triesLeft,
    ExpressionAttributeNames: { ...RECORD_NAME, '#tries': 'tries' },
    ExpressionAttributeValues: { ':one': 1, ':most': most },
  };
};
