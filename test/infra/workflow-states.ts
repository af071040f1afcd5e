/** States of an ASL file, as far as the rules of this folder look at them. */
export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Resource?: string;
  readonly Parameters?: Record<string, unknown>;
  readonly ResultSelector?: Record<string, unknown>;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly TimestampPath?: string;
  readonly Seconds?: number;
  readonly Choices?: readonly (Record<string, unknown> & { readonly Next: string })[];
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
}

export interface Definition {
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const isTerminal = ({ Type, End }: State): boolean => Type === 'Succeed' || Type === 'Fail' || End === true;

export const terminals = ({ States }: Definition): string[] =>
  Object.entries(States).flatMap(([name, state]) => (isTerminal(state) ? [name] : []));

/** Every state that may come right after one, however that one ends. */
export const successors = ({ States }: Definition, name: string): string[] => {
  const { Next, Default, Choices = [], Catch = [] } = States[name] ?? { Type: 'missing' };
  return [
    ...[Next, Default].flatMap((it) => it ?? []),
    ...Choices.map((it) => it.Next),
    ...Catch.map((it) => it.Next),
  ];
};

/** Every state that may come after some, if nothing ever passes through `without`. Those themselves included. */
export const reachable = (definition: Definition, from: readonly string[], without?: string): Set<string> => {
  const seen = new Set(from.filter((name) => name !== without));
  for (const name of seen) {
    for (const next of successors(definition, name)) if (next !== without) seen.add(next);
  }
  return seen;
};
