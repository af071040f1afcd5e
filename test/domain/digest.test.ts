import { describe, expect, it } from 'vitest';
import { digestOf } from '../../functions/domain/digest.ts';
import { ALICE, aGroup, aPermission } from '../support/request-records.ts';

const subject = {
  requester: ALICE,
  target: 'orders-db',
  access: { group: aGroup(), permissions: [aPermission()] },
  durationMinutes: 30,
};

describe('the digest of what is asked for', () => {
  it('stays what it was for what was asked before: its links and approvals still hold', () => {
    expect(digestOf(subject)).toBe('sha256:cf7e6b84311f70013c6c080658fe805a0d36178554c28e2323bbb01cf58ab830');
  });

  it.each([
    ['a port more', { permissions: [aPermission(), aPermission({ fromPort: 53, toPort: 53 })] }],
    ['another protocol', { permissions: [aPermission({ protocol: 'udp' })] }],
    ['a group as source', { permissions: [aPermission({ source: 'sg-0a1b2c3d' })] }],
    ['a prefix list as source', { permissions: [aPermission({ source: 'pl-0a1b2c3d' })] }],
  ])('is another for %s', (_, access) => {
    expect(digestOf({ ...subject, access: { ...subject.access, ...access } })).not.toBe(digestOf(subject));
  });
});
