import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type GroupRef, groupKey } from '../../../domain/rule-key.ts';
import type { ConvergeTrigger } from '../../../ports/converge-trigger.ts';

export interface LambdaConvergeTriggerSettings {
  readonly client: LambdaClient;
  /** Name or ARN of the function that may touch EC2, with its alias: `postern-ingress:live`. */
  readonly functionName: string;
}

/** Invokes the ingress function asynchronously, with `{version: 1, action: 'converge', group: '<account>/<region>/<sg-…>'}`. */
export class LambdaConvergeTrigger implements ConvergeTrigger {
  readonly #settings: LambdaConvergeTriggerSettings;

  constructor(settings: LambdaConvergeTriggerSettings) {
    this.#settings = settings;
  }

  async convergeSoon(group: GroupRef): Promise<void> {
    const payload = { version: 1, action: 'converge', group: groupKey(group) };
    const command = new InvokeCommand({
      FunctionName: this.#settings.functionName,
      InvocationType: 'Event',
      Payload: new TextEncoder().encode(JSON.stringify(payload)),
    });
    try {
      await this.#settings.client.send(command);
    } catch (error) {
      throw new Error(`The call to converge ${payload.group} was not accepted`, { cause: error });
    }
  }
}
