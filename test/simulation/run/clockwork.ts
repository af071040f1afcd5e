import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import type { Cloud } from '../functions/cloud.ts';

/** What EventBridge Scheduler does: sweeper and timekeeper, every minute, each at a second of its own. */
export const startSchedules = (cloud: Cloud): void => {
  const random = cloud.random('schedules');
  const everyMinute = (run: () => void): void => {
    cloud.scheduler.after(MINUTE, () => {
      run();
      everyMinute(run);
    });
  };
  const { functions, scheduler } = cloud;
  scheduler.after(random.between(0, 59) * SECOND, () =>
    everyMinute(() => {
      if (cloud.isSweeperOff) return;
      functions
        .invoke({ to: 'sweeper', what: 'sweep' }, ({ sweep }) => sweep({ all: false }))
        .catch(() => {});
    }),
  );
  scheduler.after(random.between(0, 59) * SECOND, () =>
    everyMinute(() => {
      functions.invoke({ to: 'timekeeper', what: 'keep time' }, ({ keepTime }) => keepTime()).catch(() => {});
    }),
  );
};
