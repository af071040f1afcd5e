import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import { INDEXES, PARTITION_PREFIXES, REGISTRY_PARTITION } from '../../functions/runtime/names.ts';

/** Kinds of partitions, by what the names of theirs begin with. Only one is the registry. */
const PARTITIONS = {
  request: `${PARTITION_PREFIXES.request}*`,
  group: `${PARTITION_PREFIXES.group}*`,
  registry: REGISTRY_PARTITION,
  idempotency: `${PARTITION_PREFIXES.idempotency}*`,
  link: `${PARTITION_PREFIXES.link}*`,
  groupIds: `${PARTITION_PREFIXES.groupIds}*`,
  tally: `${PARTITION_PREFIXES.tally}*`,
} as const;

type Action = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

interface TableRights {
  /** On items of one kind of partition. Writes of a transaction need the same rights as writes alone. */
  readonly items: { readonly [Partition in keyof typeof PARTITIONS]?: readonly Action[] };
  /** Indexes that are queried. Their keys are others: a function sees all that stands in such an index. */
  readonly indexes: readonly (keyof typeof INDEXES)[];
}

const KEEPING_REQUESTS = ['GetItem', 'PutItem'] as const;
const CONVERGING = ['GetItem', 'PutItem', 'DeleteItem', 'Query'] as const;
/** A link is written once, by whoever mails it, and read by the approval page alone. */
const MAILING_LINKS: TableRights = { items: { request: KEEPING_REQUESTS, link: ['PutItem'] }, indexes: [] };

/** What each function does with the table, and no more. Nothing scans, and only who converges groups deletes. */
const TABLE_RIGHTS: Readonly<Record<FunctionName, TableRights>> = {
  api: {
    items: {
      request: ['GetItem', 'BatchGetItem', 'PutItem', 'Query'],
      // An early end marks the standing grant in the commit that ends it, and registers a group that is not yet.
      group: ['GetItem', 'PutItem', 'Query'],
      registry: ['PutItem', 'Query'],
      idempotency: ['GetItem', 'PutItem'],
      tally: ['GetItem', 'PutItem'],
    },
    indexes: ['byRequester', 'byTarget', 'byDay'],
  },
  // Counts tries and spends a link in place; tells an approver what the requester had before, and who has it open; ends
  // an emergency that is rejected, which marks its standing grant and registers a group that is not yet.
  approvals: {
    items: {
      request: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      link: ['GetItem', 'UpdateItem'],
      group: ['GetItem', 'PutItem', 'Query'],
      registry: ['PutItem'],
      tally: ['GetItem'],
    },
    indexes: ['byRequester'],
  },
  'ask-approvers': MAILING_LINKS,
  // A policy that is asked again before a port opens is told what the requester had before.
  ingress: {
    items: { request: KEEPING_REQUESTS, group: CONVERGING, registry: ['PutItem'], tally: ['GetItem'] },
    indexes: [],
  },
  sweeper: {
    items: { request: KEEPING_REQUESTS, group: CONVERGING, registry: ['PutItem', 'Query'] },
    indexes: [],
  },
  timekeeper: { items: { request: KEEPING_REQUESTS }, indexes: ['byDue'] },
  publisher: MAILING_LINKS,
  // Sees whether anything is open, and could change none of it.
  deployment: { items: { group: ['GetItem', 'Query'], registry: ['Query'] }, indexes: [] },
};

/** Where ids of security groups are known only once they are deployed: one function writes them, the others read them. */
const groupIdRights = (name: FunctionName): TableRights['items'] => ({
  groupIds: [name === 'deployment' ? 'PutItem' : 'GetItem'],
});

export const tableRights = (
  name: FunctionName,
  table: ITable,
  { idsInTable }: { readonly idsInTable: boolean },
): readonly PolicyStatement[] => {
  const { items, indexes } = TABLE_RIGHTS[name];
  const onItems = Object.entries({ ...items, ...(idsInTable ? groupIdRights(name) : {}) }).map(
    ([partition, actions]) =>
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [table.tableArn],
        // A call has as many leading keys as items, and never none: each of these actions names its keys.
        conditions: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [PARTITIONS[partition as keyof typeof PARTITIONS]],
          },
        },
      }),
  );
  if (indexes.length === 0) return onItems;
  const arns = indexes.map((index) => `${table.tableArn}/index/${INDEXES[index].name}`);
  return [...onItems, new PolicyStatement({ actions: ['dynamodb:Query'], resources: arns })];
};
