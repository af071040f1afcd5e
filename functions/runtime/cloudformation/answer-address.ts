import type { Variables } from '../aws/base.ts';

/** Where CloudFormation takes answers: a bucket of its own, in every partition that Postern knows. */
const OF_AWS = /\.amazonaws\.com(\.cn)?$/;
const OF_THIS_MACHINE = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * Whether an answer may go there. The address comes with the event: whoever could send one must not choose whom the
 * function talks to. An emulator says in the SDK's own variable that it stands in for AWS, and takes answers on its machine.
 */
export const takesAnswers = (address: string, { AWS_ENDPOINT_URL }: Variables): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' && OF_AWS.test(hostname)) return true;
  return AWS_ENDPOINT_URL !== undefined && OF_THIS_MACHINE.includes(hostname);
};
