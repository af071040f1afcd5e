import type { EmergencyStore } from '../../../ports/access-store.ts';
import { recordOf } from './items.ts';
import { emergenciesKey } from './keys.ts';
import { KINDS } from './table.ts';
import { getItem, type TableClient } from './table-client.ts';

export const emergencyStore = (table: TableClient): EmergencyStore => ({
  readEmergencies: async (target, person) => {
    const found = await getItem(table, emergenciesKey(target, person));
    return found ? recordOf(KINDS.emergencies, found) : { target, person, requestIds: [], version: 0 };
  },
});
