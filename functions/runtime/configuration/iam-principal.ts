const ASSUMED_ROLE = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/;
const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:[!-.0-~]+\/)*([\w+=,.@-]+)$/;

/**
 * The ARN under which a principal is looked up. A role's is written without its path: whoever has assumed it is told
 * to us without it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html), and a role's name is
 * unique within its account whatever its path.
 */
export const normalisedPrincipal = (arn: string): string => {
  const [, partition, account, role] = ASSUMED_ROLE.exec(arn) ?? ROLE.exec(arn) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
};
