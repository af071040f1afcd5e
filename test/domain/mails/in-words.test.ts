import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import {
  admittedInWords,
  durationInWords,
  momentInWords,
  permissionsInWords,
  portInWords,
  spanInWords,
  widthInWords,
} from '../../../functions/domain/mails/in-words.ts';

describe('in words', () => {
  it.each([
    [1, '1 minute'],
    [30, '30 minutes'],
    [60, '1 hour'],
    [90, '1 hour 30 minutes'],
    [1_501, '1 day 1 hour 1 minute'],
    [2_880, '2 days'],
  ])('%i minutes are "%s"', (minutes, words) => {
    expect(durationInWords(minutes)).toBe(words);
  });

  it('a span is counted in whole minutes', () => {
    expect(spanInWords(0, 59 * SECOND)).toBe('less than a minute');
    expect(spanInWords(0, 30 * MINUTE + 3 * SECOND)).toBe('30 minutes');
  });

  it.each([
    ['10.20.30.40/32', 'one address'],
    ['10.20.30.0/31', '2 addresses'],
    ['10.20.30.0/24', '256 addresses'],
    ['10.0.0.0/8', '16,777,216 addresses'],
    ['2001:db8::1/128', 'one address'],
    ['2001:db8::/112', '65,536 addresses'],
    ['2001:db8::/96', '4,294,967,296 addresses'],
    ['2001:db8::/64', '2^64 addresses'],
  ])('%s holds %s', (source, width) => {
    expect(widthInWords(source)).toBe(width);
  });

  it('a moment is readable for people and exact for programs', () => {
    expect(momentInWords(Date.UTC(2026, 10, 23, 9, 0, 0, 7))).toBe(
      'Mon, 23 Nov 2026 09:00:00 UTC (2026-11-23T09:00:00.007Z)',
    );
  });

  it('a port and a range of ports are told apart', () => {
    expect(portInWords({ protocol: 'tcp', fromPort: 5432, toPort: 5432 })).toBe('tcp 5432');
    expect(portInWords({ protocol: 'udp', fromPort: 8000, toPort: 8010 })).toBe('udp 8000 to 8010');
  });

  it('a permission says port, source and width', () => {
    expect(permissionsInWords([{ protocol: 'tcp', fromPort: 22, toPort: 22, source: '10.0.0.0/24' }])).toBe(
      'tcp 22 from 10.0.0.0/24 (256 addresses)',
    );
  });

  it('several permissions name a source that they share once', () => {
    const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22, source: 'sg-0a1b2c3d' } as const;
    const dns = { protocol: 'udp', fromPort: 53, toPort: 54, source: 'sg-0a1b2c3d' } as const;
    expect(permissionsInWords([ssh, dns, { ...ssh, source: '10.0.0.1/32' }])).toBe(
      'tcp 22, udp 53 to 54 from security group sg-0a1b2c3d; tcp 22 from 10.0.0.1/32 (one address)',
    );
  });

  it('what is in a group or list can change: whoever decides is told', () => {
    expect(admittedInWords('10.0.0.0/24')).toBe('10.0.0.0/24 (256 addresses)');
    expect(admittedInWords('pl-0a1b2c3d')).toBe(
      'everything in prefix list pl-0a1b2c3d, whose entries its owner can change at any time',
    );
    expect(admittedInWords('sg-0a1b2c3d')).toBe(
      'everything in security group sg-0a1b2c3d, into which its owner can put more at any time',
    );
  });
});
