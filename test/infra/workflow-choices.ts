import { type Definition, successors } from './workflow-states.ts';

type Test = Readonly<Record<string, unknown>>;

const testsOf = (choice: Test): readonly Test[] => (choice.And as readonly Test[] | undefined) ?? [choice];

/** Whether a choice asks, of each variable, first whether it is there. */
export const testsFirst = (choice: Test): boolean => {
  const present = new Set<unknown>();
  return testsOf(choice).every((test) => {
    if (test.IsPresent === true) present.add(test.Variable);
    return present.has(test.Variable);
  });
};

/** Whether every way into a state has found a timestamp at a path. */
export const isTested = (definition: Definition, name: string, path: string): boolean =>
  Object.entries(definition.States).every(([from, { Choices = [] }]) => {
    if (!successors(definition, from).includes(name)) return true;
    return Choices.filter(({ Next }) => Next === name).some((choice) =>
      testsOf(choice).some((test) => test.Variable === path && test.IsTimestamp === true),
    );
  });
