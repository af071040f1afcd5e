import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  CHECKED_POLICIES_FILE,
  checkedPoliciesText,
  readCheckedPolicies,
} from '../../../functions/runtime/policies/checked-policies.ts';
import { policyVersion } from '../../../functions/runtime/policies/policy-version.ts';
import { SCHEMA } from '../../policy/support/ask.ts';
import { aConfiguration } from '../../support/world.ts';

const files = (text: string, file = 'a.cedar') => ({ schema: SCHEMA, policies: [{ file, text }] });

describe('the policies beside a bundle', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-'));
  });

  const read = (text: string) => {
    writeFileSync(join(folder, CHECKED_POLICIES_FILE), text);
    return readCheckedPolicies(join(folder, 'configuration.json'));
  };

  it('are read back as they were checked, or as none', () => {
    expect(read(checkedPoliciesText(files('permit …')))).toEqual(files('permit …'));
    expect(read(checkedPoliciesText(null))).toBeNull();
  });

  it('are refused when they were changed by hand', () => {
    const text = checkedPoliciesText(files('forbid …'));
    expect(() => read(text.replace('forbid', 'permit'))).toThrow('changed after');
  });

  it('are refused when they are missing or something else', () => {
    expect(() => readCheckedPolicies(join(folder, 'configuration.json'))).toThrow('ENOENT');
    expect(() => read('{"version":2}')).toThrow();
  });
});

describe('the version of a policy', () => {
  it('is another for another policy and for another configuration, and not for another file name', () => {
    const configuration = aConfiguration();
    const version = policyVersion(configuration, files('a'));
    expect(policyVersion(configuration, files('a', 'b.cedar'))).toBe(version);
    expect(policyVersion(configuration, files('b'))).not.toBe(version);
    expect(policyVersion(configuration, null)).not.toBe(version);
    expect(policyVersion(aConfiguration({ deployment: 'other' }), files('a'))).not.toBe(version);
  });
});
