import { describe, expect, it } from 'vitest';
import { DIVERGENCES } from './divergences.ts';
import { conformanceTable } from './table.ts';

describe('the table of conformance', () => {
  it('has one row for a suite on an engine, wherever its files lie', () => {
    const part = { suite: 'Access store', engine: 'DynamoDB Local 3.1.0' };
    const table = conformanceTable([
      { ...part, cases: 3, passed: 3 },
      { ...part, cases: 2, passed: 1 },
    ]);
    expect(table.split('\n').slice(2)).toEqual([
      expect.stringMatching(/^\| Access store \| .* \| 5 +\| 4 +\|/),
    ]);
  });

  it('names the divergences that a suite meets', () => {
    const table = conformanceTable([{ suite: 'Deployed stack', engine: 'MiniStack', cases: 1, passed: 1 }]);
    for (const { id, suite } of DIVERGENCES) expect(table.includes(id)).toBe(suite === 'Deployed stack');
  });
});

describe('a known divergence', () => {
  it.each(DIVERGENCES)('says where AWS documents what is right: $id', ({ emulator, aws, source }) => {
    expect(URL.canParse(source)).toBe(true);
    expect(emulator).not.toBe(aws);
  });
});
