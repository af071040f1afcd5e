import { dirname, join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { loadPolicies } from '../functions/runtime/policies/load-policies.ts';
import { readConfigurationFile } from './configuration-file.ts';
import { ConfiguredPostern } from './configured-postern.ts';
import { useEmulators } from './emulators.ts';

const app = new App();

// Another file: cdk synth -c configuration=path/to/postern.yaml
const file = String(app.node.tryGetContext('configuration') ?? 'config/postern.yaml');
const path = resolve(import.meta.dirname, '..', file);
const loaded = readConfigurationFile(path, file);
const policies =
  loaded.outcome === 'REFUSED'
    ? loaded
    : await loadPolicies(join(dirname(path), 'policies'), loaded.configuration);

if (policies.outcome === 'REFUSED') {
  console.error(policies.report);
  process.exitCode = 1;
} else if (loaded.outcome === 'LOADED') {
  const { configuration, place } = loaded;
  if (policies.warnings !== '') console.error(policies.warnings);
  // As where the account's limit leaves no room: cdk synth -c reservedConcurrency=none
  const reservesNothing = app.node.tryGetContext('reservedConcurrency') === 'none';
  const stack = new Stack(app, 'Postern', {
    stackName: `postern-${configuration.deployment}`,
    description: 'Just-in-time access to internal ports',
    // From the configuration and not from whatever credentials are at hand: CDK refuses to deploy to another account.
    env: place,
    terminationProtection: true,
  });
  new ConfiguredPostern(stack, 'Postern', {
    configuration,
    policies: policies.files,
    ...(reservesNothing ? { reservedConcurrency: {} } : {}),
  });
  useEmulators(stack);
}
