import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SECOND } from '../../functions/domain/instant.ts';
import type { PosternProcess } from '../../local/demo/postern-process.ts';
import { type Stage, setStage } from '../../local/demo/stage.ts';
import { visit } from '../../local/demo/visit.ts';
import { HttpClient } from './support/http-client.ts';

/** Where others could reach this machine. */
const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal);

/** Real processes on real time, which is shifted by their environment instead of waited for. */
const PATIENCE = 60 * SECOND;

const aStage = async (): Promise<Stage> => {
  const stage = await setStage();
  onTestFinished(() => stage.clear());
  return stage;
};

const started = async (stage: Stage, offsetSeconds = 0): Promise<PosternProcess> => {
  const postern = stage.start({ POSTERN_CLOCK_OFFSET_SECONDS: String(Math.round(offsetSeconds)) });
  await postern.answers(stage.origin);
  return postern;
};

const knock = async ({ guardedPort }: Stage) => (await visit(guardedPort)).met;

/** Answers as soon as the grant's state is another than when it is asked. */
const nextChange = (http: HttpClient, id: string) =>
  http.call('GET', `/v1/requests/${id}?wait=20`, { by: 'alice' });

/** Asked, approved and open. */
const anOpenPort = async (http: HttpClient, minutes: number) => {
  const { id } = await http.ask('alice', { durationMinutes: minutes });
  await http.approve(id);
  let grant = (await http.request(id)).grant;
  while (grant?.status !== 'ACTIVE') {
    await nextChange(http, id);
    grant = (await http.request(id)).grant;
  }
  return { id, expiresAt: Date.parse(grant.expiresAt ?? '') };
};

/** A first call that is sent as early as anybody can: as soon as the port takes connections. */
const firstAnswer = async (postern: PosternProcess, http: HttpClient, id: string): Promise<unknown> => {
  while (!postern.hasExited) {
    const answer = await http.call('GET', `/v1/requests/${id}`, { by: 'alice' }).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  throw new Error(`It did not start: ${postern.output}`);
};

describe('a Postern that is killed while a port is open', { timeout: PATIENCE }, () => {
  it('has closed it before it answers its first call, when it is started after the expiry', async () => {
    const stage = await aStage();
    const postern = await started(stage);
    const http = new HttpClient(stage.origin);
    const { id } = await anOpenPort(http, 5);
    expect(await knock(stage)).toBe('GREETED');
    await postern.kill();

    const next = stage.start({ POSTERN_CLOCK_OFFSET_SECONDS: '600' });
    expect(await firstAnswer(next, http, id)).toMatchObject({ body: { grant: { status: 'EXPIRED' } } });
    expect(await knock(stage)).toBe('REFUSED');
  });

  it('closes it on time, when it is started while it is open', async () => {
    const stage = await aStage();
    const postern = await started(stage);
    const http = new HttpClient(stage.origin);
    const { id, expiresAt } = await anOpenPort(http, 5);
    await postern.kill();

    await started(stage, (expiresAt - Date.now()) / SECOND - 8);
    expect((await http.request(id)).grant).toMatchObject({ status: 'ACTIVE' });
    expect(await knock(stage)).toBe('GREETED');

    let grant = (await http.request(id)).grant;
    while (grant?.endedAt === null) {
      await nextChange(http, id);
      grant = (await http.request(id)).grant;
    }
    expect(await knock(stage)).toBe('REFUSED');
    const late = Date.parse(grant?.endedAt ?? '') - expiresAt;
    expect(grant?.status).toBe('EXPIRED');
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(10 * SECOND);
  });
});

describe('npm start', { timeout: PATIENCE }, () => {
  it('says in one line how to choose another port, when its own is taken', async () => {
    const stage = await aStage();
    const { port } = new URL(stage.origin);
    const other = createServer();
    other.listen({ host: '127.0.0.1', port: Number(port) });
    await once(other, 'listening');
    onTestFinished(() => void other.close());

    const postern = stage.start();
    expect(await postern.exited()).toBe(1);
    expect(postern.output).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program. Choose another: PORT=${Number(port) + 1} npm start\n`,
    );
  });

  it('says in one line where the guarded port is chosen, when that is taken', async () => {
    const stage = await aStage();
    const other = createServer();
    other.listen({ host: '127.0.0.1', port: stage.guardedPort });
    await once(other, 'listening');
    onTestFinished(() => void other.close());

    const postern = stage.start();
    expect(await postern.exited()).toBe(1);
    expect(postern.output.trim().split('\n')).toHaveLength(1);
    expect(postern.output).toContain(`Port ${stage.guardedPort} on 127.0.0.1 is taken by another program`);
    expect(postern.output).toContain('listenPort');
  });

  it.skipIf(outside.length === 0)('serves this machine alone', async () => {
    const stage = await aStage();
    await started(stage);
    await anOpenPort(new HttpClient(stage.origin), 5);
    for (const { address } of outside) {
      for (const port of [Number(new URL(stage.origin).port), stage.guardedPort]) {
        await expect(once(connect({ host: address, port }), 'connect')).rejects.toThrow('ECONNREFUSED');
      }
    }
  });

  it('refuses to share a state folder with one that runs', async () => {
    const stage = await aStage();
    await started(stage);
    const second = stage.start({ PORT: '0' });
    expect(await second.exited()).toBe(1);
    expect(second.output).toMatch(/^Another Postern \(process \d+\) is running on .*POSTERN_HOME/);
    expect((await fetch(`${stage.origin}/healthz`)).status).toBe(200);
  });

  it('says which variable is wrong', async () => {
    const stage = await aStage();
    const postern = stage.start({ PORT: 'eighty' });
    expect(await postern.exited()).toBe(1);
    expect(postern.output).toMatch(/^PORT: /);
  });

  it('stops in good order and says which rule stays', async () => {
    const stage = await aStage();
    const postern = await started(stage);
    await anOpenPort(new HttpClient(stage.origin), 5);
    await postern.stop();
    expect(await postern.exited()).toBe(0);
    expect(postern.output).toMatch(/Stopped\. sgr-[0-9a-f]+ \(127\.0\.0\.1:\d+\) still stands/);
    expect(await knock(stage)).toBe('REFUSED');
  });
});
