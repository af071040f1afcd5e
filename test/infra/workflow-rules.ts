import { isTested, testsFirst } from './workflow-choices.ts';
import { type Definition, reachable, type State, successors, terminals } from './workflow-states.ts';

/** What the rules must know beside the file. */
export interface Surroundings {
  /** Names that infra puts an ARN for: `IngressFunction`. */
  readonly placeholders: readonly string[];
  /** Names of the errors that handlers throw for "not yet". */
  readonly comeAgain: readonly string[];
  /** The longest that any function runs, in seconds. */
  readonly longestFunction: number;
}

type Rule = (definition: Definition, surroundings: Surroundings) => readonly string[];

const ACTIVATE = 'Activate grant';
const REVOKE = 'Revoke grant';
/**
 * Longest pause between two tries to close, in seconds: with it, the workflow alone closes within the three minutes of
 * invariant 2 after any outage.
 */
const LONGEST_DELAY = 60;

const statesOf = ({ States }: Definition, type?: string): [string, State][] =>
  Object.entries(States).filter(([, state]) => type === undefined || state.Type === type);

const catchesAll = (list: readonly { readonly ErrorEquals: readonly string[] }[] = []): boolean =>
  list.at(-1)?.ErrorEquals.includes('States.ALL') ?? false;

const failing =
  (type: string | undefined, breaks: (state: State, surroundings: Surroundings) => boolean): Rule =>
  (definition, surroundings) =>
    statesOf(definition, type).flatMap(([name, state]) => (breaks(state, surroundings) ? [name] : []));

const payloadOf = ({ Parameters }: State): Record<string, unknown> | undefined =>
  Parameters?.Payload as Record<string, unknown> | undefined;

/** Rules by what they demand; each answers with the states, or names, that break it. */
export const WORKFLOW_RULES: Readonly<Record<string, Rule>> = {
  'speaks JSONPath only': (definition) => [
    ...(definition.QueryLanguage === 'JSONPath' ? [] : ['the file']),
    ...statesOf(definition).flatMap(([name, state]) =>
      ['QueryLanguage', 'Arguments', 'Output', 'Assign'].some((field) => field in state) ? [name] : [],
    ),
  ],

  'goes only to states that exist': (definition) =>
    [definition.StartAt, ...statesOf(definition).flatMap(([name]) => successors(definition, name))].filter(
      (name) => !(name in definition.States),
    ),

  'has no state that nothing comes to': (definition) => {
    const found = reachable(definition, [definition.StartAt]);
    return Object.keys(definition.States).filter((name) => !found.has(name));
  },

  'stops every task in time, and no earlier than its function': (definition, { longestFunction }) =>
    statesOf(definition, 'Task').flatMap(([name, { TimeoutSeconds, TimeoutSecondsPath }]) =>
      TimeoutSecondsPath !== undefined || (TimeoutSeconds ?? 0) > longestFunction ? [] : [name],
    ),

  'retries every task after any error': failing('Task', ({ Retry }) => !catchesAll(Retry)),

  'catches every error of every task': failing('Task', ({ Catch }) => !catchesAll(Catch)),

  'has a default in every choice': failing('Choice', ({ Default }) => Default === undefined),

  'says what every task is called with': failing('Task', (state) => {
    const payload = payloadOf(state);
    return payload?.version !== 1 || typeof payload.action !== 'string' || !('requestId.$' in payload);
  }),

  'calls only functions that infra knows': failing('Task', ({ Parameters }, { placeholders }) => {
    const called = /^\$\{(\w+)\}$/.exec(String(Parameters?.FunctionName))?.[1];
    return called === undefined || !placeholders.includes(called);
  }),

  'calls every function that infra gives it': (definition, { placeholders }) =>
    placeholders.filter((placeholder) => !JSON.stringify(definition).includes(`\${${placeholder}}`)),

  'waits for "not yet" by names that handlers throw, and for all of them': (definition, { comeAgain }) => {
    const named = statesOf(definition)
      .flatMap(([, { Retry = [] }]) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals))
      .filter((error) => !error.startsWith('States.'));
    return [
      ...named.filter((error) => !comeAgain.includes(error)),
      ...comeAgain.filter((it) => !named.includes(it)),
    ];
  },

  'hands the task token to nobody but the one who asks people': (definition) =>
    statesOf(definition).flatMap(([name, state]) =>
      JSON.stringify(state).includes('$$.Task.Token') ===
      (state.Resource?.endsWith('.waitForTaskToken') ?? false)
        ? []
        : [name],
    ),

  'comes to revoke from wherever activation may lead, before any end': (definition) => {
    const between = reachable(definition, successors(definition, ACTIVATE), REVOKE);
    const ends = terminals(definition).filter((name) => between.has(name));
    return [...ends, ...[...between].filter((name) => circles(definition, name))];
  },

  'ends after revoke only where revoke has succeeded': (definition) => {
    const { Next, Catch = [] } = definition.States[REVOKE] ?? { Type: 'missing' };
    const caught = reachable(
      definition,
      Catch.map((it) => it.Next),
      REVOKE,
    );
    const ends = terminals(definition).filter((name) => caught.has(name));
    return Next === undefined || !terminals(definition).includes(Next) ? [REVOKE, ...ends] : ends;
  },

  'tries to close at least every minute': (definition) => {
    const { Retry = [], Catch = [] } = definition.States[REVOKE] ?? { Type: 'missing' };
    const pauses = reachable(
      definition,
      Catch.map((it) => it.Next),
      REVOKE,
    );
    return [
      ...(Retry.every(({ MaxDelaySeconds }) => (MaxDelaySeconds ?? Number.POSITIVE_INFINITY) <= LONGEST_DELAY)
        ? []
        : [REVOKE]),
      ...[...pauses].filter((name) => (definition.States[name]?.Seconds ?? 0) > LONGEST_DELAY),
    ];
  },

  // A path that is missing ends an execution past every Catch.
  'reads after activation no field that an answer may lack': (definition) => {
    const after = [ACTIVATE, ...reachable(definition, successors(definition, ACTIVATE))];
    return after.flatMap((name) => {
      const {
        ResultSelector = {},
        TimestampPath,
        Choices = [],
      } = definition.States[name] ?? { Type: 'missing' };
      const selects = Object.values(ResultSelector).some((path) => String(path).startsWith('$.Payload.'));
      const waits = TimestampPath !== undefined && !isTested(definition, name, TimestampPath);
      return selects || waits || Choices.some((choice) => !testsFirst(choice)) ? [name] : [];
    });
  },
};

const circles = (definition: Definition, name: string): boolean =>
  reachable(definition, successors(definition, name), REVOKE).has(name);
