import type { Target } from '../../domain/configuration.ts';
import type { TargetView } from '../schemas/views.ts';

/** A target as somebody sees it who may ask for it: what it is, and what may be asked. */
export const presentTarget = (target: Target): TargetView => ({
  name: target.name,
  description: target.description,
  owner: target.owner,
  protocol: target.protocol,
  fromPort: target.fromPort,
  toPort: target.toPort,
  allowedSources: [...target.allowedSources],
  minimumPrefix: { ...target.minimumPrefix },
  sourceDefault: target.sourceDefault,
  maxMinutes: target.maxMinutes,
  requiredApprovals: target.requiredApprovals,
});
