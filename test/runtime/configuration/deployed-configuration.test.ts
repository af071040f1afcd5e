import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type GroupIds, groupIdsDigest, withGroupIds } from '../../../functions/domain/group-ids.ts';
import { checkedConfigurationText } from '../../../functions/runtime/configuration/checked-configuration.ts';
import { configurationDigest } from '../../../functions/runtime/configuration/configuration-digest.ts';
import { readDeployedConfiguration } from '../../../functions/runtime/configuration/deployed-configuration.ts';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';
import { CONFIGURATION_TEXT } from '../../support/configuration-text.ts';

const ID = 'sg-0a1b2c3d4e5f60718';
const PLACEHOLDER = 'sg-f000000000000001';
const IDS: GroupIds = { [PLACEHOLDER]: ID };

const loaded = loadConfiguration(CONFIGURATION_TEXT, { file: 'postern.yaml' });
if (loaded.outcome === 'REFUSED') throw new Error(loaded.report);
const known = loaded.configuration;
const open = withGroupIds(known, { [ID]: PLACEHOLDER });

describe('the configuration of a deployment', () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'postern-')), 'configuration.json');
  });

  const read = async (text: string, groupIds: string, found?: GroupIds) => {
    writeFileSync(file, text);
    const asked: string[] = [];
    const readGroupIds = async (digest: string) => {
      asked.push(digest);
      return found;
    };
    return { asked, ...(await readDeployedConfiguration({ file, groupIds }, { readGroupIds })) };
  };
  const withPlaceholder = checkedConfigurationText(open, [PLACEHOLDER]);

  it('is the file, where all ids are known; the table is not asked', async () => {
    expect(await read(checkedConfigurationText(known), 'none')).toEqual({
      asked: [],
      configuration: known,
      digest: configurationDigest(known),
    });
  });

  it('has the ids in it that the table has, and the digest of the same configuration in YAML', async () => {
    const digest = groupIdsDigest(IDS);
    expect(await read(withPlaceholder, digest, IDS)).toEqual({
      asked: [digest],
      configuration: known,
      digest: configurationDigest(known),
    });
  });

  it.each<[string, string, GroupIds | undefined, string]>([
    ['the table has no ids', groupIdsDigest(IDS), undefined, 'The table has no ids of security groups'],
    ['none are named', 'none', undefined, 'The table has no ids of security groups under none'],
    ['they were changed', groupIdsDigest(IDS), { [PLACEHOLDER]: 'sg-0bad' }, 'were changed after'],
    ['one is missing', groupIdsDigest({}), {}, `has no id for ${PLACEHOLDER}`],
  ])('is refused where %s', async (_, groupIds, found, message) => {
    await expect(read(withPlaceholder, groupIds, found)).rejects.toThrow(message);
  });

  it('is refused where its list of placeholders was changed by hand', async () => {
    const shortened = withPlaceholder.replace(/,\s*"placeholders": \[[^\]]*\]/, '');
    expect(shortened).not.toBe(withPlaceholder);
    await expect(read(shortened, 'none')).rejects.toThrow('changed after it was checked');
  });
});
