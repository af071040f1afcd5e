import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { SECOND } from '../../domain/instant.ts';

/** What CloudFormation is told of a resource that it asked for. */
export interface ResourceAnswer {
  readonly physicalId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Who asks, and where the answer goes. The address is signed: whoever has it may answer, so that it is never logged. */
const question = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url({ protocol: /^https$/ }),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
});

type Question = z.output<typeof question>;
type Handler = (event: unknown, context: Context) => Promise<ResourceAnswer>;

/** Puts a text to an address; throws where it was not taken. */
export type Put = (url: string, text: string) => Promise<void>;

/** Physical id of what could not be made. CloudFormation deletes it next, and there is nothing to look after. */
export const NEVER_MADE = 'never-made';

/** Time to answer in, after the work was given up. */
const TO_ANSWER = 10 * SECOND;
/** CloudFormation takes 4 KB in all (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html). */
const LONGEST_REASON = 2_000;

/**
 * Around a function that CloudFormation calls: it is answered whatever happens, since it waits for up to an hour. A
 * function that cannot be put together, throws, or takes too long has failed, and says why. An answer that CloudFormation
 * did not get throws, so that Lambda calls again.
 */
export const answeringCloudFormation =
  (handler: Handler, put: Put) =>
  async (event: unknown, context: Context): Promise<ResourceAnswer | null> => {
    const read = question.safeParse(event);
    // Nobody to answer: what is wrong shows as the error of the call.
    if (!read.success) return await handler(event, context);
    const asked = read.data;
    const failed = (error: unknown) => answerOf(asked, { failed: error });
    const worked = handler(event, context).then((answer) => answerOf(asked, { answer }), failed);
    await put(asked.ResponseURL, await inTime(worked, context, failed));
    return null;
  };

const inTime = async (
  worked: Promise<string>,
  context: Context,
  failed: (error: unknown) => string,
): Promise<string> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    const left = Math.max(0, context.getRemainingTimeInMillis() - TO_ANSWER);
    timer = setTimeout(() => resolve(failed(new Error('It took too long; try again'))), left);
  });
  try {
    return await Promise.race([worked, late]);
  } finally {
    clearTimeout(timer);
  }
};

type Outcome = { readonly answer: ResourceAnswer } | { readonly failed: unknown };

const answerOf = (asked: Question, outcome: Outcome): string => {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = NEVER_MADE } = asked;
  const common = { StackId, RequestId, LogicalResourceId };
  if ('answer' in outcome) {
    const { physicalId, attributes = {} } = outcome.answer;
    return JSON.stringify({ ...common, Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: attributes });
  }
  const { failed } = outcome;
  const Reason = (failed instanceof Error ? failed.message : String(failed)).slice(0, LONGEST_REASON);
  return JSON.stringify({ ...common, Status: 'FAILED', PhysicalResourceId, Reason });
};
