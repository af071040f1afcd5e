import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the endpoint does with one request. */
export type Reply = { readonly status: number; readonly body: string } | 'NEVER_ANSWER' | 'CUT';

export interface ReceivedCall {
  /** The parameters of EC2's query protocol, sorted by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorization: string;
}

/**
 * An endpoint of EC2's query protocol that answers what the test wrote, in the shapes that AWS documents. It is here for
 * what no emulator does: pages, server errors, lost answers, answers to a question that was not asked.
 */
export interface ScriptedEc2 {
  readonly endpoint: string;
  readonly received: readonly ReceivedCall[];
  close(): Promise<void>;
}

/** Answers the replies in order, and the last one for ever. */
export const startScriptedEc2 = async (...replies: readonly Reply[]): Promise<ScriptedEc2> => {
  const received: ReceivedCall[] = [];
  const server = createServer(async (request, response) => {
    const reply = replies[Math.min(received.length, replies.length - 1)];
    received.push(await callIn(request));
    if (reply === 'CUT') request.socket.destroy();
    else if (reply && reply !== 'NEVER_ANSWER') response.writeHead(reply.status).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const callIn = async (request: IncomingMessage): Promise<ReceivedCall> => ({
  parameters: Object.fromEntries([...new URLSearchParams(await text(request))].toSorted()),
  authorization: request.headers.authorization ?? '',
});

const element = (name: string, content: string | number | boolean | undefined): string =>
  content === undefined ? '' : `<${name}>${content}</${name}>`;

const response = (action: string, content: string): Reply => ({
  status: 200,
  body: `<?xml version="1.0" encoding="UTF-8"?><${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>11111111-2222-3333-4444-555555555555</requestId>${content}</${action}Response>`,
});

export interface AnsweredRule {
  readonly id?: string;
  readonly group: string;
  readonly egress?: boolean;
  readonly port?: number;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly prefixList?: string;
  /** A security group as source, and whose it is. */
  readonly from?: { readonly groupId: string; readonly account: string };
}

const item = ({
  id,
  group,
  egress = false,
  port = 5432,
  ipv4,
  ipv6,
  prefixList,
  from,
}: AnsweredRule): string =>
  element(
    'item',
    [
      element('securityGroupRuleId', id),
      element('groupId', group),
      element('groupOwnerId', '123456789012'),
      element('isEgress', egress),
      element('ipProtocol', 'tcp'),
      element('fromPort', port),
      element('toPort', port),
      element('cidrIpv4', ipv4),
      element('cidrIpv6', ipv6),
      element('prefixListId', prefixList),
      element(
        'referencedGroupInfo',
        from && element('groupId', from.groupId) + element('userId', from.account),
      ),
    ].join(''),
  );

export const authorized = (...rules: readonly AnsweredRule[]): Reply =>
  response(
    'AuthorizeSecurityGroupIngress',
    element('return', true) + element('securityGroupRuleSet', rules.map(item).join('')),
  );

export const described = (rules: readonly AnsweredRule[], nextToken?: string): Reply =>
  response(
    'DescribeSecurityGroupRules',
    element('securityGroupRuleSet', rules.map(item).join('')) + element('nextToken', nextToken),
  );

/** `unknown`: rules that EC2 did not find, which it names only in a default VPC. */
export const revoked = (rules: readonly AnsweredRule[], unknown = 0): Reply =>
  response(
    'RevokeSecurityGroupIngress',
    element('return', true) +
      element('revokedSecurityGroupRuleSet', rules.map(item).join('')) +
      element('unknownIpPermissionSet', element('item', element('ipProtocol', 'tcp')).repeat(unknown)),
  );

export const failed = (status: number, code: string, message = 'as scripted'): Reply => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>11111111-2222-3333-4444-555555555555</RequestID></Response>`,
});
