/** A right on a resource that cannot be named, and why it cannot. */
export interface Wildcard {
  /** Exactly these actions, in any number of statements. */
  readonly actions: readonly string[];
  /** The resource, or its end where account and region stand before it. */
  readonly resource: string;
  readonly reason: string;
}

/** The only resources with `*` that the stack may hold. A test refuses every other one. */
export const WILDCARDS: readonly Wildcard[] = [
  {
    actions: ['ec2:DescribeSecurityGroupRules'],
    resource: '*',
    reason: 'EC2 gives it no resource type; bound to the regions of the configured groups by ec2:Region.',
  },
  {
    actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateTags'],
    resource: ':security-group-rule/*',
    reason:
      'A rule has no id before it is made. A call that tags may only set the deployment tag, and CreateTags is bound to this very call. An untagged call may need the right on the group alone, which no tag binds: AWS’s own examples authorise so.',
  },
  {
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ],
    resource: '*',
    reason: 'X-Ray gives them no resource type.',
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    resource: '*',
    reason:
      'How Step Functions sets up its own logging; CloudWatch Logs gives log delivery no resource type.',
  },
  {
    actions: ['dynamodb:ListStreams'],
    resource: '*',
    reason: 'Lambda asks for it before it reads a stream; DynamoDB gives it no resource type.',
  },
];
