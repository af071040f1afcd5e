import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import {
  checkedConfigurationText,
  readCheckedConfiguration,
} from '../../../functions/runtime/configuration/checked-configuration.ts';
import { configurationDigest } from '../../../functions/runtime/configuration/configuration-digest.ts';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import { CONFIGURATION_TEXT, configurationText } from '../../support/configuration-text.ts';

const configured = (text: string): Configuration => {
  const result = loadConfiguration(text, { file: 'postern.yaml' });
  if (result.outcome === 'REFUSED') throw new Error(result.report);
  return result.configuration;
};

describe('the configuration beside a bundle', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'postern-'));
  });

  const read = (text: string) => {
    const file = join(folder, 'configuration.json');
    writeFileSync(file, text);
    return readCheckedConfiguration(file);
  };

  it('is read back as it was checked, with its digest', () => {
    const configuration = configured(CONFIGURATION_TEXT);
    expect(read(checkedConfigurationText(configuration))).toEqual({
      configuration,
      digest: configurationDigest(configuration),
      placeholders: [],
    });
  });

  it('is refused when it was changed by hand', () => {
    const text = checkedConfigurationText(configured(CONFIGURATION_TEXT));
    expect(() => read(text.replace('"maxMinutes": 60', '"maxMinutes": 600'))).toThrow('changed after');
  });

  it.each([
    ['is no JSON', 'deployment: example'],
    ['is of another version', '{"version":2,"digest":"","configuration":{}}'],
    ['is a bare configuration', '{"deployment":"example"}'],
  ])('is refused when it %s', (_, text) => {
    expect(() => read(text)).toThrow();
  });
});

describe('the digest', () => {
  it('is the same for another layout of the same configuration', () => {
    const reordered = CONFIGURATION_TEXT.replace(/^deployment: .*\n/m, '').concat(
      '# A comment\ndeployment: example\n',
    );
    expect(configurationDigest(configured(reordered))).toBe(
      configurationDigest(configured(CONFIGURATION_TEXT)),
    );
  });

  it('is another for another configuration', () => {
    const longer = configured(configurationText('maxMinutes: 60', 'maxMinutes: 61'));
    expect(configurationDigest(longer)).not.toBe(configurationDigest(configured(CONFIGURATION_TEXT)));
  });

  it('takes no notice of what is only played on this machine', () => {
    const other = configured(configurationText('listenPort: 15432', 'listenPort: 15433'));
    expect(configurationDigest(other)).toBe(configurationDigest(configured(CONFIGURATION_TEXT)));
  });
});
