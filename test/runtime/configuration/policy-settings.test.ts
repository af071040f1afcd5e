import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import { CONFIGURATION_TEXT } from '../../support/configuration-text.ts';

const load = (more: string) =>
  loadConfiguration(`${CONFIGURATION_TEXT}\n${more}\n`, { file: 'postern.yaml' });

const loaded = (more: string) => {
  const result = load(more);
  if (result.outcome === 'REFUSED') throw new Error(result.report);
  return result.configuration;
};

describe('limits and policy settings', () => {
  it('are left to the defaults where they are left out', () => {
    const { limits, policy } = loaded('');
    expect({ limits, policy }).toEqual({ limits: undefined, policy: undefined });
  });

  it('are kept as far as they are written', () => {
    const { limits, policy } = loaded('limits: { openGrants: 3 }\npolicy: { timeZone: Europe/Berlin }');
    expect({ limits, policy }).toEqual({ limits: { openGrants: 3 }, policy: { timeZone: 'Europe/Berlin' } });
  });

  it.each([
    ['limits: { openGrants: 0 }', 'limits.openGrants: expected at least 1'],
    ['limits: { requestsPerHour: 91 }', 'limits.requestsPerHour: expected at most 90'],
    ['limits: { openGrant: 3 }', 'limits.openGrant: is not known here; did you mean openGrants?'],
    ['policy: { timeZone: Europe/Berlim }', 'policy.timeZone: expected a time zone such as Europe/Berlin'],
    ['policy: { longerThanCap: grant }', 'policy.longerThanCap: expected people or cut'],
  ])('are refused: %s', (more, message) => {
    const result = load(more);
    expect(result.outcome === 'REFUSED' && result.report).toContain(message);
  });
});
