import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../../functions/runtime/environment.ts';
import { INDEXES } from '../../functions/runtime/names.ts';

interface TableRights {
  /** On single items. Writes of a transaction need the same rights as writes alone. */
  readonly items: readonly ('GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem')[];
  /** What may be listed: items of one partition of the table, or of an index. */
  readonly lists: readonly ('table' | keyof typeof INDEXES)[];
}

/** What each function does with the table, and no more. Nothing scans, and only who converges groups deletes. */
const TABLE_RIGHTS: Readonly<Record<FunctionName, TableRights>> = {
  api: {
    items: ['GetItem', 'BatchGetItem', 'PutItem'],
    lists: ['table', 'byRequester', 'byTarget', 'byDay'],
  },
  // Counts tries and spends a link in place.
  approvals: { items: ['GetItem', 'PutItem', 'UpdateItem'], lists: [] },
  'ask-approvers': { items: ['GetItem', 'PutItem'], lists: [] },
  ingress: { items: ['GetItem', 'PutItem', 'DeleteItem'], lists: ['table'] },
  sweeper: { items: ['GetItem', 'PutItem', 'DeleteItem'], lists: ['table'] },
  timekeeper: { items: ['GetItem', 'PutItem'], lists: ['byDue'] },
  publisher: { items: ['GetItem', 'PutItem'], lists: [] },
};

export const tableRights = (name: FunctionName, table: ITable): readonly PolicyStatement[] => {
  const { items, lists } = TABLE_RIGHTS[name];
  const resources = lists.map((list) =>
    list === 'table' ? table.tableArn : `${table.tableArn}/index/${INDEXES[list].name}`,
  );
  return [
    new PolicyStatement({
      actions: items.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    }),
    ...(resources.length > 0 ? [new PolicyStatement({ actions: ['dynamodb:Query'], resources })] : []),
  ];
};
