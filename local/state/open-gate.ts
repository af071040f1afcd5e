import { type DemoService, startDemoService } from '../../functions/adapters/local/gate/demo-service.ts';
import { Gate } from '../../functions/adapters/local/gate/gate.ts';
import type { LocalGate } from '../../functions/runtime/configuration/local-settings.ts';

export interface OpenGate {
  readonly gate: Gate;
  /** The rules stay. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * The gate with the services behind it. Rules that were left open are enforced when this returns.
 *
 * @throws PortUnavailable where a port is another program's
 */
export const openGate = async (
  gates: readonly LocalGate[],
  settings: { readonly path: string; readonly deployment: string },
): Promise<OpenGate> => {
  const service: DemoService = await startDemoService();
  const gate = new Gate({
    ...settings,
    ports: gates.map(({ group, port, listenPort, forwardPort }) => ({
      group,
      protocol: 'tcp',
      port,
      listen: { host: HOST, port: listenPort },
      forward: { host: HOST, port: forwardPort ?? service.address.port },
    })),
  });
  const close = async () => {
    await gate.close();
    await service.close();
  };
  try {
    await gate.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { gate, close };
};
