import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { callOver } from './call-over.ts';

export interface Ec2Endpoint extends AsyncDisposable {
  readonly url: string;
}

const END = '</RevokeSecurityGroupIngressResponse>';

/** What EC2 answers and moto leaves out. A revoke of which one id is unknown fails whole, in both. */
const revokedRules = (form: URLSearchParams): string => {
  const items = [...form]
    .filter(([name]) => name.startsWith('SecurityGroupRuleId.'))
    .map(
      ([, id]) => `<item><securityGroupRuleId>${id}</securityGroupRuleId><isEgress>false</isEgress></item>`,
    );
  return `<revokedSecurityGroupRuleSet>${items.join('')}</revokedSecurityGroupRuleSet>`;
};

/**
 * Moto's EC2, with the one answer added that Postern trusts most: which rules a revoke has removed. Without it Postern
 * believes its own reads only after six minutes, as it must. See revokeNamesNoRules of divergences.ts.
 */
export const revokeNamesRules = async (moto: string): Promise<Ec2Endpoint> => {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const form = new URLSearchParams(body);
    const headers = request.headers as Record<string, string>;
    const reply = await callOver(`${moto}${request.url}`, { method: String(request.method), headers, body });
    const isRevoked = reply.status === 200 && form.get('Action') === 'RevokeSecurityGroupIngress';
    const answered = isRevoked ? reply.body.replace(END, `${revokedRules(form)}${END}`) : reply.body;
    response.writeHead(reply.status, { 'content-type': 'text/xml' }).end(answered);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
