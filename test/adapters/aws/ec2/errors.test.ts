import { describe, expect, it } from 'vitest';
import {
  authorizeFailure,
  listFailure,
  type Meaning,
  readError,
  revokeFailure,
} from '../../../../functions/adapters/aws/ec2/errors.ts';

/** An error as the SDK throws it. */
const failure = (name: string, httpStatusCode = 400): Error =>
  Object.assign(new Error('why'), { name, $metadata: { httpStatusCode } });

const TABLE: readonly [code: string, status: number, meaning: Meaning][] = [
  ['RequestLimitExceeded', 503, 'THROTTLED'],
  ['Throttling', 400, 'THROTTLED'],
  ['ThrottlingException', 400, 'THROTTLED'],
  ['UnauthorizedOperation', 403, 'ACCESS_DENIED'],
  ['AccessDenied', 403, 'ACCESS_DENIED'],
  ['AuthFailure', 401, 'ACCESS_DENIED'],
  ['Blocked', 403, 'ACCESS_DENIED'],
  ['OptInRequired', 403, 'ACCESS_DENIED'],
  ['PendingVerification', 400, 'ACCESS_DENIED'],
  ['InvalidClientTokenId', 403, 'ACCESS_DENIED'],
  ['MissingAuthenticationToken', 403, 'ACCESS_DENIED'],
  ['IncompleteSignature', 400, 'ACCESS_DENIED'],
  ['SignatureDoesNotMatch', 403, 'ACCESS_DENIED'],
  ['RequestExpired', 400, 'ACCESS_DENIED'],
  ['ExpiredToken', 400, 'ACCESS_DENIED'],
  ['InvalidGroup.NotFound', 400, 'GROUP_NOT_FOUND'],
  ['InvalidGroupId.Malformed', 400, 'GROUP_NOT_FOUND'],
  ['InvalidSecurityGroupID.NotFound', 400, 'GROUP_NOT_FOUND'],
  ['InvalidPermission.Duplicate', 400, 'DUPLICATE'],
  ['RulesPerSecurityGroupLimitExceeded', 400, 'LIMIT_EXCEEDED'],
  ['InvalidSecurityGroupRuleId.NotFound', 400, 'RULE_NOT_FOUND'],
  ['InvalidPermission.NotFound', 400, 'RULE_NOT_FOUND'],
  ['InvalidSecurityGroupRuleId.Malformed', 400, 'REFUSED'],
  ['InvalidPermission.Malformed', 400, 'REFUSED'],
  ['InvalidParameterValue', 400, 'REFUSED'],
  ['InvalidParameterCombination', 400, 'REFUSED'],
  ['MissingParameter', 400, 'REFUSED'],
  ['UnsupportedOperation', 400, 'REFUSED'],
  ['TagPolicyViolation', 400, 'REFUSED'],
  ['InternalError', 500, 'UNKNOWN'],
  ['InternalFailure', 500, 'UNKNOWN'],
  ['ServiceUnavailable', 503, 'UNKNOWN'],
  ['Unavailable', 503, 'UNKNOWN'],
  ['ConcurrentTagAccess', 400, 'UNKNOWN'],
  ['CodeOfTomorrow', 400, 'UNKNOWN'],
  // A server that failed while it refused may have acted before.
  ['InvalidPermission.Duplicate', 500, 'UNKNOWN'],
  ['UnauthorizedOperation', 502, 'UNKNOWN'],
];

describe('what an error of EC2 says of the call', () => {
  it.each(TABLE)('%s with status %i: %s', (code, status, meaning) => {
    expect(readError(failure(code, status))).toEqual({ meaning, detail: `${code}: why` });
  });

  it.each([
    ['a time-out', new DOMException('aborted', 'TimeoutError')],
    ['a given-up call', Object.assign(new Error('Request aborted'), { name: 'AbortError' })],
    ['a lost connection', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
    ['an answer that cannot be read', new SyntaxError('Unexpected end')],
    ['what is no error', 'thrown text'],
  ])('says nothing after %s', (_, error) => {
    expect(readError(error).meaning).toBe('UNKNOWN');
  });

  it('keeps a long message short', () => {
    const error = Object.assign(new Error('x'.repeat(5000)), { name: 'UnauthorizedOperation' });
    expect(readError(error).detail).toHaveLength(300);
  });
});

const ASKED = { group: 'sg-0aaa', source: '10.20.30.40/32' };

describe('the outcome of a call that threw', () => {
  it('of authorize is the meaning, and unknown where the code belongs to another call', () => {
    expect(authorizeFailure(failure('InvalidPermission.Duplicate'), ASKED)).toEqual({ outcome: 'DUPLICATE' });
    expect(authorizeFailure(failure('RulesPerSecurityGroupLimitExceeded'), ASKED).outcome).toBe(
      'LIMIT_EXCEEDED',
    );
    expect(authorizeFailure(failure('InvalidPermission.NotFound'), ASKED).outcome).toBe('UNKNOWN');
  });

  it('of revoke is the meaning, and unknown where the code belongs to another call', () => {
    expect(revokeFailure(failure('InvalidSecurityGroupRuleId.NotFound')).outcome).toBe('RULE_NOT_FOUND');
    expect(revokeFailure(failure('InvalidPermission.Duplicate')).outcome).toBe('UNKNOWN');
    expect(revokeFailure(failure('RulesPerSecurityGroupLimitExceeded')).outcome).toBe('UNKNOWN');
    expect(revokeFailure(failure('InvalidPrefixListID.NotFound')).outcome).toBe('UNKNOWN');
  });

  it('of revoke is a refusal where an unknown code blames what was asked: one rule of several may be why', () => {
    expect(revokeFailure(failure('CodeOfTomorrow', 400)).outcome).toBe('REFUSED');
    expect(revokeFailure(failure('CodeOfTomorrow', 500)).outcome).toBe('UNKNOWN');
    expect(revokeFailure(new DOMException('aborted', 'TimeoutError')).outcome).toBe('UNKNOWN');
    expect(authorizeFailure(failure('CodeOfTomorrow', 400), ASKED).outcome).toBe('UNKNOWN');
  });

  it('of list is a refusal, or unknown', () => {
    expect(listFailure(failure('RequestLimitExceeded', 503)).outcome).toBe('THROTTLED');
    expect(listFailure(failure('UnauthorizedOperation', 403)).outcome).toBe('ACCESS_DENIED');
    expect(listFailure(failure('InvalidGroupId.Malformed')).outcome).toBe('GROUP_NOT_FOUND');
    expect(listFailure(failure('InternalError', 500)).outcome).toBe('UNKNOWN');
  });
});
