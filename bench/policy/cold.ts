import { cedarPolicy } from '../../functions/adapters/cedar/cedar-policy.ts';
import { bareEngine } from './bare.ts';
import { policyCase } from './case.ts';

// Run in a process of its own: prints the milliseconds from nothing loaded to one answer.
const [who, size] = process.argv.slice(2);
const given = policyCase(Number(size));
const start = performance.now();
if (who === 'bare') (await bareEngine(given))();
else {
  const { configuration, files, questionOn } = given;
  await cedarPolicy({ ...files, configuration, version: 'bench' }).decide(questionOn(0));
}
console.log(performance.now() - start);
