import { describe, expect, it } from 'vitest';
import { ORDERS } from '../../support/world.ts';
import { ASK, anApiWorld } from '../support/api-world.ts';

const FLEET = 'sg-0a1b2c3d4e5f60718';
const PARTNERS = 'pl-0a1b2c3d4e5f60718';
const ports = [
  { protocol: 'tcp', fromPort: 5432, toPort: 5432 },
  { protocol: 'udp', fromPort: 53, toPort: 60 },
] as const;

/** A target of two ranges, reached from a network, a group and a list; people and a machine may ask. */
const world = () =>
  anApiWorld({
    targets: [
      {
        ...ORDERS,
        ports,
        allowedSources: ['10.0.0.0/8', FLEET, PARTNERS],
        requesters: [...ORDERS.requesters, 'machine:nightly-export'],
      },
    ],
  });

describe('a target that is reached from a security group', () => {
  it('is listed with all of its ports, and with the sources that the caller may ask from', async () => {
    const { as, asRobot } = world();
    expect((await as('alice').get('/v1/targets')).json.items).toMatchObject([
      { ports, allowedSources: ['10.0.0.0/8'] },
    ]);
    expect((await asRobot().get('/iam/v1/targets')).json.items).toMatchObject([
      { ports, allowedSources: ['10.0.0.0/8', FLEET, PARTNERS] },
    ]);
  });

  it.each([FLEET, PARTNERS])('is asked for by a machine, from %s', async (source) => {
    const { asRobot, read } = world();
    const { status, json } = await asRobot().post('/iam/v1/requests', { ...ASK, source });
    expect({ status, json }).toMatchObject({ status: 201, json: { source, status: 'PENDING' } });
    expect((await read(json.id)).access.permissions).toEqual(ports.map((range) => ({ ...range, source })));
  });

  it('is not asked for by a person from there: told what would be taken, and nothing is written', async () => {
    const { as, writes } = world();
    const { status, json } = await as('alice').post('/v1/requests', { ...ASK, source: FLEET });
    expect({ status, json }).toMatchObject({
      status: 422,
      json: { code: 'SOURCE_NOT_ALLOWED', detail: expect.stringContaining('a CIDR within 10.0.0.0/8') },
    });
    expect(writes).toEqual([]);
  });

  it.each([
    ['SG-0A1B2C3D4E5F60718', 'as EC2 writes it'],
    ['444455556666/sg-0a1b2c3d4e5f60718', 'of another account'],
  ])('is not asked for from %s', async (source, says) => {
    const { status, json } = await world()
      .asRobot()
      .post('/iam/v1/requests', { ...ASK, source });
    expect({ status, json }).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
    expect(JSON.stringify(json)).toContain(says);
  });
});
