import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfigurationFile } from '../../infra/configuration-file.ts';

describe('the configuration that cdk is told to deploy', () => {
  it('is read from its file', () => {
    const file = 'config/postern.yaml';
    expect(readConfigurationFile(resolve(file), file)).toMatchObject({
      outcome: 'LOADED',
      configuration: { deployment: 'example' },
    });
  });

  it('is named where it cannot be read, with the reason and how one names another', () => {
    const read = readConfigurationFile('/no/such.yaml', 'such.yaml');
    expect(read).toMatchObject({ outcome: 'REFUSED' });
    expect(read).toMatchObject({
      report: expect.stringMatching(
        /^such\.yaml cannot be read \(ENOENT: .*'\/no\/such\.yaml'\): .*-c configuration=FILE/,
      ),
    });
  });
});
