import { readFileSync } from 'node:fs';
import { cedarPolicy } from '../../../functions/adapters/cedar/cedar-policy.ts';
import type { CedarFile } from '../../../functions/adapters/cedar/policy-files.ts';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import { sha256 } from '../../../functions/domain/hash.ts';
import type { Policy, PolicyQuestion } from '../../../functions/ports/policy.ts';
import { aConfiguration, ORDERS, person } from '../../support/world.ts';

const SCHEMA_FILE = 'config/policies/postern.cedarschema';

/** The schema as it is shipped. */
export const SCHEMA: CedarFile = { file: SCHEMA_FILE, text: readFileSync(SCHEMA_FILE, 'utf8') };

/** One file of policies, on the real engine. */
export const policyOf = (text: string, configuration: Configuration = aConfiguration()): Policy =>
  cedarPolicy({
    schema: SCHEMA,
    policies: [{ file: 'test.cedar', text }],
    configuration,
    version: sha256(JSON.stringify([text, configuration])),
  });

/** Alice asks for half an hour of `orders-db` on a Monday morning, from one address, with a ticket. */
export const aQuestion = ({
  source = '10.20.30.40/32',
  ...overrides
}: Partial<PolicyQuestion> & { readonly source?: string } = {}): PolicyQuestion => ({
  requester: person('alice'),
  target: ORDERS,
  access: {
    group: ORDERS.group,
    permissions: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, source }],
  },
  durationMinutes: 30,
  at: Date.UTC(2026, 10, 23, 9),
  ticket: 'OPS-1',
  history: { hadBefore: true, openGrants: 0 },
  breakGlass: false,
  ...overrides,
});
