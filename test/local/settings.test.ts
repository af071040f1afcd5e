import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsRefused } from '../../local/settings.ts';

describe('what npm start is told by its environment', () => {
  it('may be nothing', () => {
    expect(readSettings({})).toEqual({
      port: 8080,
      home: resolve('.postern'),
      configurationFile: resolve('config/postern.yaml'),
      clockOffset: 0,
    });
  });

  it('is port, folder, configuration and a shift of the clock in seconds', () => {
    const variables = {
      PORT: '8081',
      POSTERN_HOME: '/var/tmp/postern',
      POSTERN_CONFIG: '/etc/postern.yaml',
      POSTERN_CLOCK_OFFSET_SECONDS: '-90',
      PATH: '/usr/bin',
    };
    expect(readSettings(variables)).toEqual({
      port: 8081,
      home: '/var/tmp/postern',
      configurationFile: '/etc/postern.yaml',
      clockOffset: -90_000,
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PORT', ''],
    ['POSTERN_HOME', ''],
    ['POSTERN_CLOCK_OFFSET_SECONDS', 'tomorrow'],
  ])('is refused by name for %s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(SettingsRefused);
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});
