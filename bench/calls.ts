import { activateGrant } from '../functions/use-cases/activate-grant.ts';
import { endGrant } from '../functions/use-cases/end-grant.ts';
import { sweep } from '../functions/use-cases/sweep.ts';
import { aWorld, ORDERS } from '../test/support/world.ts';
import { counting } from './counting.ts';

interface Row {
  readonly what: string;
  readonly grants: number;
  readonly reads: number;
  readonly groupReads: number;
  readonly commits: number;
  readonly authorize: number;
  readonly revoke: number;
  readonly list: number;
}

/** What one use case costs in calls to the table and to EC2, with a number of grants on one group. */
const measure = async (grants: number): Promise<readonly Row[]> => {
  const world = aWorld();
  const store = new Map<string, number>();
  const ec2 = new Map<string, number>();
  const dependencies = {
    ...world.dependencies,
    store: counting(world.store, store),
    ingressRules: counting(world.ec2, ec2),
  };
  const rows: Row[] = [];
  const row = async (what: string, run: () => Promise<unknown>): Promise<void> => {
    store.clear();
    ec2.clear();
    await run();
    rows.push({
      what,
      grants,
      reads: store.get('read') ?? 0,
      groupReads: store.get('readGroup') ?? 0,
      commits: store.get('commit') ?? 0,
      authorize: ec2.get('authorize') ?? 0,
      revoke: ec2.get('revoke') ?? 0,
      list: ec2.get('list') ?? 0,
    });
  };

  const ids: string[] = [];
  for (let index = 0; index < grants; index += 1) {
    const { id } = await world.ask({ source: `10.0.0.${index}` });
    await world.approve(id);
    ids.push(id);
  }
  const activate = activateGrant(dependencies);
  await row('activate, each', async () => {
    for (const requestId of ids) await activate({ requestId });
  });
  await row('sweep with nothing to do', () => sweep(dependencies)({ all: true }));
  await world.afterMinutes(30);
  if (grants === 1)
    await row('end by the workflow', () => endGrant(dependencies)({ requestId: ids[0] ?? '' }));
  else await row('end of all by one sweep', () => sweep(dependencies)({ all: true }));
  if (world.ec2.calls.length === 0 || world.ec2.standing(ORDERS.group).length > 0) {
    throw new Error('A rule is still open: these figures would be of something else');
  }
  return rows;
};

/** Prints the table. Counts, not times: the same on every machine. */
export const benchCalls = async (): Promise<void> => {
  const rows = (await Promise.all([1, 10, 50].map(measure))).flat();
  console.table(rows);
};
