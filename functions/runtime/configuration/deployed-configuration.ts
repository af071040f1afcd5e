import type { Configuration } from '../../domain/configuration.ts';
import { groupIdsDigest, withGroupIds } from '../../domain/group-ids.ts';
import type { GroupIdsStore } from '../../ports/group-ids-store.ts';
import { readCheckedConfiguration } from './checked-configuration.ts';
import { configurationDigest } from './configuration-digest.ts';

export interface DeployedConfiguration {
  readonly configuration: Configuration;
  /** Of the configuration with every id in it: the same whether it was written as YAML or in TypeScript. */
  readonly digest: string;
}

/**
 * The configuration as it was checked at synth, with the ids of security groups that only the deployment knows. These
 * stand in the table under their digest, which the function's environment names; nothing is read where there are none.
 *
 * @throws where there are no such ids, or others than the configuration asks for: a function without its groups would
 * take an open port for none of its own
 */
export const readDeployedConfiguration = async (
  { file, groupIds }: { readonly file: string; readonly groupIds: string },
  store: Pick<GroupIdsStore, 'readGroupIds'>,
): Promise<DeployedConfiguration> => {
  const { configuration, digest, placeholders } = readCheckedConfiguration(file);
  if (placeholders.length === 0) return { configuration, digest };
  const ids = await store.readGroupIds(groupIds);
  if (ids === undefined) throw new Error(`The table has no ids of security groups under ${groupIds}`);
  if (groupIdsDigest(ids) !== groupIds)
    throw new Error(`The ids under ${groupIds} were changed after they were written`);
  const missing = placeholders.filter((placeholder) => !Object.hasOwn(ids, placeholder));
  if (missing.length > 0) throw new Error(`${groupIds} has no id for ${missing.join(', ')}`);
  const resolved = withGroupIds(configuration, ids);
  return { configuration: resolved, digest: configurationDigest(resolved) };
};
