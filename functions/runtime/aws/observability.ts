import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Signals } from '../../ports/signals.ts';
import { createLog, type Log } from '../log.ts';
import { DEPLOYMENT_DIMENSION, METRIC_NAMESPACE } from '../signal-metrics.ts';
import { createSignals } from '../signals.ts';

/** Log and signals of a function: JSON lines for CloudWatch Logs, metrics among them in its embedded format. */
export const observability = (deployment: string): { readonly log: Log; readonly signals: Signals } => {
  const logger = new Logger({ serviceName: deployment });
  // Each is written at once: what is kept for the end of an invocation is lost with a time-out.
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, singleMetric: true });
  // Alarms are built on the deployment alone; Powertools adds a dimension of its own unless it is taken away.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ [DEPLOYMENT_DIMENSION]: deployment });
  const log = createLog({
    begin: (context) => logger.addContext(context),
    write: ({ level, code, message, facts }) => logger[level](message, { code, facts }),
  });
  const signals = createSignals({
    log,
    count: (name, value) => metrics.addMetric(name, MetricUnit.Count, value),
  });
  return { log, signals };
};
