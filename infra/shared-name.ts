import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Who has which name, by the app. */
const named = new WeakMap<IConstruct, { readonly name: string; readonly postern: IConstruct }[]>();

const accountOf = (construct: IConstruct): string | null => {
  const { account } = Stack.of(construct);
  return Token.isUnresolved(account) ? null : account;
};

/**
 * The name of a deployment marks its rules and figures: with two of one name in an account, each would take the other's for
 * its own. Other accounts have groups and alarms of their own.
 *
 * @throws where another one of the app has the name
 */
export const refuseSharedName = (postern: IConstruct, name: string): void => {
  const all = named.get(postern.node.root) ?? [];
  named.set(postern.node.root, [...all, { name, postern }]);
  const account = accountOf(postern);
  const other = all.find((each) => {
    const theirs = accountOf(each.postern);
    return each.name === name && (theirs === null || account === null || theirs === account);
  });
  if (other === undefined) return;
  throw new Error(
    `${postern.node.path} and ${other.postern.node.path} are both the deployment ${name}: give each a name of its own`,
  );
};
