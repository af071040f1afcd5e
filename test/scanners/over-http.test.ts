import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILES } from './profiles.ts';
import { aScannedWorld, type ScannedMail, type ScannedWorld } from './scanned-world.ts';

/** How many mails each scanner gets hold of. */
const RUNS = 100;

describe('a mail scanner decides nothing, in 100 mails', () => {
  let world: ScannedWorld;
  const mails: ScannedMail[] = [];

  beforeAll(async () => {
    world = await aScannedWorld();
    while (mails.length < RUNS) mails.push(await world.mail());
  });
  afterAll(() => world.stop());

  it.each(Object.entries(PROFILES))('that %s', async (_, scan) => {
    for (const mail of mails) await scan(mail, world);
    expect(await world.decided(mails)).toEqual([]);
  });

  it('and leaves every link to the person who it was mailed to', async () => {
    const shown = await Promise.all(mails.map((mail) => world.stillShows(mail)));
    expect(shown.filter((isShown) => isShown)).toHaveLength(RUNS);
  });
});
