import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SECOND } from '../../../functions/domain/instant.ts';
import { describeOnMoto, type Moto, startMoto } from '../../engines/moto.ts';
import type { Journey, Travelled } from './journey.ts';
import { JOURNEYS } from './journeys.ts';
import { type Engine, travelOnMoto } from './on-moto.ts';
import { travelOnOurRunner } from './on-our-runner.ts';
import { type PlayedFunctions, playFunctions } from './played-functions.ts';

const check = (journey: Journey, { visits, calls, ends, firstCalledAfter }: Travelled) => {
  expect({ visits, calls, ends }).toEqual({
    visits: journey.visits,
    calls: journey.calls,
    ends: journey.ends,
  });
  if (journey.opensAfter !== undefined) {
    expect(firstCalledAfter('activate')).toBeGreaterThanOrEqual(journey.opensAfter);
    expect(firstCalledAfter('activate')).toBeLessThan(journey.opensAfter + 30 * SECOND);
  }
};

describe('the workflow on the local runner', () => {
  it.each(JOURNEYS)('$name', async (journey) => check(journey, await travelOnOurRunner(journey)));
});

describeOnMoto('Workflow', () => {
  let functions: PlayedFunctions;
  let moto: Moto;
  let engine: Engine;
  beforeAll(async () => {
    functions = await playFunctions();
    // Where moto's workflows call functions.
    vi.stubEnv('MOTO_PORT', new URL(functions.url).port);
    moto = await startMoto();
    await fetch(`${moto.endpoint}/moto-api/config`, {
      method: 'POST',
      body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
    });
    // Moto loads its interpreter at the first call, which takes it seconds.
    const requestHandler = { requestTimeout: 60 * SECOND };
    const client = new SFNClient({ endpoint: moto.endpoint, region: 'eu-central-1', requestHandler });
    engine = { functions, client };
  });
  afterAll(async () => {
    engine.client.destroy();
    await moto.stop();
    await functions[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
  });

  it.concurrent.each(JOURNEYS)('$name', { timeout: 60 * SECOND }, async (journey) => {
    check(journey, await travelOnMoto(journey, engine));
  });
});
