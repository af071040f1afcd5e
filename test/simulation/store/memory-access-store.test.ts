import { describeAccessStore } from '../../contracts/access-store.ts';
import { MemoryAccessStore } from './memory-access-store.ts';
import { MemoryTables } from './memory-tables.ts';

describeAccessStore('the access store of the simulation', async () => ({
  store: new MemoryAccessStore(new MemoryTables()),
  close: async () => {},
}));
