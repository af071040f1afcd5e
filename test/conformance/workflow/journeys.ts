import type { Journey } from './journey.ts';
import { AS_DEPLOYED } from './journeys-as-deployed.ts';
import { WITHOUT_PATIENCE } from './journeys-without-patience.ts';

export const JOURNEYS: readonly Journey[] = [...AS_DEPLOYED, ...WITHOUT_PATIENCE];
