import { emptyTally } from '../../../domain/tally.ts';
import type { TallyStore } from '../../../ports/access-store.ts';
import { recordOf } from './items.ts';
import { tallyKey } from './keys.ts';
import { KINDS } from './table.ts';
import { getItem, type TableClient } from './table-client.ts';

export const tallyStore = (table: TableClient): TallyStore => ({
  readTally: async (target, person) => {
    const found = await getItem(table, tallyKey(target, person));
    return found ? recordOf(KINDS.tally, found) : emptyTally(target, person);
  },
});
