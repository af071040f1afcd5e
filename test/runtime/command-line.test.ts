import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HELP, readArguments, runCommand, UsageRefused } from '../../functions/runtime/command-line.ts';

const OPTIONS = { size: { type: 'string', default: 'small' }, ...HELP } as const;
const read = (...args: string[]) => readArguments(args, { options: OPTIONS });

describe('the arguments of a command', () => {
  it('are read as their options say', () => {
    expect(read().values).toEqual({ size: 'small', help: false });
    expect(read('--size', 'large', '-h').values).toEqual({ size: 'large', help: true });
  });

  it('have words without dashes only where these are expected', () => {
    const { positionals } = readArguments(['go'], { options: OPTIONS, allowPositionals: true });
    expect(positionals).toEqual(['go']);
    expect(() => read('go')).toThrow(new UsageRefused("Unexpected argument 'go'"));
  });

  it.each([
    [['--colour', 'red'], "Unknown option '--colour'"],
    [['--size'], "Option '--size <value>' argument missing"],
  ])('are refused in one sentence: %j', (args, message) => {
    expect(() => read(...args)).toThrow(new UsageRefused(message));
  });
});

describe('a command', () => {
  const run = async (does: (options: { size: string }) => Promise<number>, ...args: string[]) => {
    const said = vi.spyOn(console, 'log').mockReturnValue();
    const complained = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => void vi.restoreAllMocks());
    const command = {
      usage: 'fit [--size SIZE]',
      read: (given: readonly string[]): { size: string } | 'HELP' => {
        const { values } = readArguments(given, { options: OPTIONS });
        return values.help ? 'HELP' : { size: values.size };
      },
      run: does,
    };
    const code = await runCommand(command, args);
    return { code, said: said.mock.calls.flat(), complained: complained.mock.calls.flat() };
  };

  it('ends as what it did says', async () => {
    const sizes: string[] = [];
    const ended = await run(
      async ({ size }) => {
        sizes.push(size);
        return 1;
      },
      '--size',
      'large',
    );
    expect(ended).toEqual({ code: 1, said: [], complained: [] });
    expect(sizes).toEqual(['large']);
  });

  it('does nothing but help where it is asked to', async () => {
    const does = vi.fn<() => Promise<number>>();
    expect(await run(does, '--size', 'large', '--help')).toEqual({
      code: 0,
      said: ['fit [--size SIZE]'],
      complained: [],
    });
    expect(does).not.toHaveBeenCalled();
  });

  it('does nothing where it is not understood, says so and how it is called, and ends with 2', async () => {
    const does = vi.fn<() => Promise<number>>();
    expect(await run(does, '--colour')).toEqual({
      code: 2,
      said: [],
      complained: ["Unknown option '--colour'\n\nfit [--size SIZE]"],
    });
    expect(does).not.toHaveBeenCalled();
  });

  it('hides no failure of its own', async () => {
    await expect(run(() => Promise.reject(new Error('No room')))).rejects.toThrow('No room');
  });
});
