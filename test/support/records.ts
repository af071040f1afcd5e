/** Builders of test records. What a test does not care about has a plausible value; ids are never given twice. */
export * from './group-records.ts';
export * from './histories.ts';
export * from './link-records.ts';
export * from './request-records.ts';
