import * as z from 'zod';
import { type State, state } from './state-schema.ts';

const stateName = z.string().min(1).max(80);

const stateMachine = z
  .strictObject({
    Comment: z.string().optional(),
    Version: z.literal('1.0').optional(),
    QueryLanguage: z.literal('JSONPath').optional(),
    StartAt: z.string(),
    TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
    States: z.record(stateName, state),
  })
  .superRefine(leadsSomewhere);

/** A whole definition of the subset that the runner interprets. */
export type StateMachine = z.infer<typeof stateMachine>;

/** @throws with one line an objection, each naming the state and the field */
export function parseStateMachine(definition: unknown): StateMachine {
  const parsed = stateMachine.safeParse(definition);
  if (parsed.success) return parsed.data;
  throw new Error(`The workflow is refused:\n${parsed.error.issues.flatMap(described).join('\n')}`);
}

interface Graph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** Every target exists, and every state is some state's target: Step Functions refuses the same. */
function leadsSomewhere({ StartAt, States }: Graph, context: z.core.$RefinementCtx): void {
  const reached = new Set([StartAt]);
  for (const name of reached) {
    const next = Object.hasOwn(States, name) ? States[name] : undefined;
    for (const target of next === undefined ? [] : targets(next)) reached.add(target);
  }
  for (const name of reached) {
    if (Object.hasOwn(States, name)) continue;
    context.addIssue({ code: 'custom', path: ['States', name], message: 'is led to, but does not exist' });
  }
  for (const name of Object.keys(States)) {
    if (reached.has(name)) continue;
    context.addIssue({ code: 'custom', path: ['States', name], message: 'is reached from nowhere' });
  }
}

function targets(from: State): string[] {
  const named = 'Next' in from && from.Next !== undefined ? [from.Next] : [];
  if (from.Type === 'Task') return [...named, ...(from.Catch ?? []).map(({ Next }) => Next)];
  if (from.Type !== 'Choice') return named;
  return [...from.Choices.map(({ Next }) => Next), ...(from.Default === undefined ? [] : [from.Default])];
}

function described(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [`${place(issue.path)}: ${issue.message}`];
  return issue.keys.map((key) => `${place([...issue.path, key])}: this field is not interpreted`);
}

function place(path: readonly PropertyKey[]): string {
  const [top, name, ...field] = path;
  if (top !== 'States' || name === undefined) return path.join('.');
  return [`state "${String(name)}"`, ...(field.length === 0 ? [] : [field.join('.')])].join(', ');
}
