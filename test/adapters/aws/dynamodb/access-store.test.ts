import { describeAccessStore } from '../../../contracts/access-store.ts';
import { describeOnDynamoDbLocal } from './engine.ts';

describeOnDynamoDbLocal('the contract', (makeTable) => {
  describeAccessStore('the access store', makeTable);
});
