import { listedIds, withoutListed } from './answers.ts';
import type { Plant } from './plant.ts';
import { inEc2 } from './wrappers.ts';

/** Mistakes in what EC2's answers to a close are taken for. */
export const IN_ANSWERS: readonly Plant[] = [
  inEc2('NotFound is believed at once, and no read asked', (ec2) => ({
    ...withoutListed(ec2),
    revoke: async (group, ruleIds) => {
      const answer = await ec2.revoke(group, ruleIds);
      const isGone = answer.outcome === 'RULE_NOT_FOUND' && ruleIds.length === 1;
      return listedIds(ec2, isGone ? { outcome: 'ANSWERED', ruleIds } : answer);
    },
  })),
  inEc2('a batch that failed is taken for a success', (ec2) => ({
    ...withoutListed(ec2),
    revoke: async (group, ruleIds) => {
      const answer = await ec2.revoke(group, ruleIds);
      const isBatch = answer.outcome === 'RULE_NOT_FOUND' && ruleIds.length > 1;
      return listedIds(ec2, isBatch ? { outcome: 'ANSWERED', ruleIds } : answer);
    },
  })),
  inEc2('a batch that had no effect is taken for a success', (ec2) => ({
    ...withoutListed(ec2),
    revoke: async (group, ruleIds) => {
      const answer = await ec2.revoke(group, ruleIds);
      return listedIds(ec2, answer.outcome === 'ANSWERED' ? { ...answer, ruleIds } : answer);
    },
  })),
  inEc2('a revoke is fired, and its error forgotten', (ec2) => ({
    ...withoutListed(ec2),
    revoke: async (group, ruleIds) => {
      const answer = await ec2.revoke(group, ruleIds);
      const isError = answer.outcome === 'THROTTLED' || answer.outcome === 'UNKNOWN';
      return listedIds(ec2, isError ? { outcome: 'ANSWERED', ruleIds } : answer);
    },
  })),
  inEc2('a failed read is taken for an empty group', (ec2) => ({
    list: async (group) => {
      const answer = await ec2.list(group);
      return answer.outcome === 'LISTED' ? answer : { outcome: 'LISTED', rules: [] };
    },
  })),
  inEc2('rules are closed by their port, not by their id', (ec2) => ({
    revoke: async (group, ruleIds) => {
      const listed = await ec2.list(group);
      const rules = listed.outcome === 'LISTED' ? listed.rules : [];
      const ports = new Set(
        rules.filter(({ ruleId }) => ruleIds.includes(ruleId)).map((rule) => rule.permission?.fromPort),
      );
      const like = rules.filter((rule) => ports.has(rule.permission?.fromPort)).map(({ ruleId }) => ruleId);
      return await ec2.revoke(group, [...new Set([...ruleIds, ...like])]);
    },
  })),
];
