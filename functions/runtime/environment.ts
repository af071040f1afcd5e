import * as z from 'zod';

/**
 * What each function is told by its environment. Infra builds the environment from these very schemas, so that a
 * name that is missing there does not compile, and one that is wrong at run time stops the function at its start.
 */
const TABLE = { TABLE_NAME: z.string().min(1) };
const CONFIGURATION = {
  /** Path of the configuration that was checked at synth, beside the bundle. */
  CONFIGURATION_FILE: z.string().min(1),
  /** Digest of the ids of security groups, which are then in the table; `none` where the configuration has them all. */
  GROUP_IDS: z.union([z.literal('none'), z.string().regex(/^sha256:[0-9a-f]{64}$/)]),
};
const STATE_MACHINE = { STATE_MACHINE_ARN: z.string().startsWith('arn:') };
const PAGE = {
  /** Address of the approval page, without fragment: `https://…/approve`. */
  APPROVAL_PAGE_URL: z.url(),
};

export const environments = {
  api: z.object({ ...TABLE, ...CONFIGURATION, ...STATE_MACHINE }),
  approvals: z.object({ ...TABLE, ...CONFIGURATION, ...STATE_MACHINE }),
  'ask-approvers': z.object({ ...TABLE, ...CONFIGURATION, ...PAGE }),
  ingress: z.object({ ...TABLE, ...CONFIGURATION }),
  sweeper: z.object({ ...TABLE, ...CONFIGURATION }),
  timekeeper: z.object({ ...TABLE, ...CONFIGURATION, ...STATE_MACHINE }),
  publisher: z.object({ ...TABLE, ...CONFIGURATION, ...PAGE }),
  /** It is told by CloudFormation what will be configured; what was configured when it was made is of no use to it. */
  deployment: z.object({ ...TABLE, DEPLOYMENT: z.string().min(1) }),
} as const;

export type FunctionName = keyof typeof environments;
export type EnvironmentOf<Name extends FunctionName> = z.infer<(typeof environments)[Name]>;

/** Throws with the names that are missing or wrong, never with their values. */
export const readEnvironment = <Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>>,
): EnvironmentOf<Name> => {
  const parsed = environments[name].safeParse(variables);
  if (parsed.success) return parsed.data as EnvironmentOf<Name>;
  const names = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`The environment of ${name} is not as infra sets it: ${names}`);
};
