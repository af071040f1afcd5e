import type { Configuration, Target } from '../../domain/configuration.ts';
import { mayAsk } from '../../domain/entitlement.ts';
import type { Principal } from '../../domain/principal.ts';
import { sourcesFor } from '../../domain/target-rules.ts';
import type { TargetView } from '../schemas/views.ts';

const emergency = (
  target: Target,
  caller: Principal,
  configuration: Configuration,
): TargetView['breakGlass'] =>
  target.breakGlass && mayAsk(target, caller, configuration, true)
    ? { maxMinutes: target.breakGlass.maxMinutes }
    : null;

/** A target as somebody sees it who may ask for it: what it is, and what may be asked. */
export const presentTarget = (
  target: Target,
  caller: Principal,
  configuration: Configuration,
): TargetView => ({
  name: target.name,
  description: target.description,
  owner: target.owner,
  ports: target.ports.map((ports) => ({ ...ports })),
  allowedSources: [...sourcesFor(target, caller)],
  minimumPrefix: { ...target.minimumPrefix },
  sourceDefault: target.sourceDefault,
  maxMinutes: target.maxMinutes,
  requiredApprovals: target.requiredApprovals,
  breakGlass: emergency(target, caller, configuration),
});
