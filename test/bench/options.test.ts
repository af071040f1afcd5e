import { describe, expect, it } from 'vitest';
import { readOptions } from '../../bench/options.ts';
import { UsageRefused } from '../../functions/runtime/command-line.ts';

describe('npm run bench', () => {
  it.each([
    { args: [], bench: 'calls' },
    { args: ['calls'], bench: 'calls' },
    { args: ['policy'], bench: 'policy' },
    { args: ['--help'], bench: 'HELP' },
    { args: ['policy', '-h'], bench: 'HELP' },
  ])('measures what it is told to, and calls otherwise: $args', ({ args, bench }) => {
    expect(readOptions(args)).toBe(bench);
  });

  it.each([
    { args: ['speed'], message: 'There is no bench speed. There are: calls, policy' },
    { args: ['toString'], message: 'There is no bench toString. There are: calls, policy' },
    { args: ['calls', 'policy'], message: 'There is no bench calls policy. There are: calls, policy' },
    { args: ['--fast'], message: "Unknown option '--fast'" },
  ])('does not understand $args', ({ args, message }) => {
    expect(() => readOptions(args)).toThrow(new UsageRefused(message));
  });
});
