/** Names that infra shares with adapters, of which it may import none. */
export { PARTITION_PREFIXES, REGISTRY_PARTITION } from '../adapters/aws/dynamodb/keys.ts';
export {
  INDEXES,
  KIND,
  KINDS,
  TABLE_KEY,
  type TableIndex,
  TIME_TO_LIVE,
} from '../adapters/aws/dynamodb/table.ts';
export { DEPLOYMENT_TAG } from '../adapters/observe-rule.ts';
