import { SECOND } from '../../domain/instant.ts';
import type { Variables } from '../aws/base.ts';
import { systemPause } from '../system-clock.ts';
import { takesAnswers } from './answer-address.ts';
import type { Put } from './answer-cloudformation.ts';

const TRIES = 3;

/**
 * Three tries, of two seconds each: in sum less than what is left for it. Throws where the address is none of AWS.
 *
 * @param variables of the process
 */
export const answerBy =
  (variables: Variables): Put =>
  async (url, text) => {
    if (!takesAnswers(url, variables)) throw new Error('The answer would not go to CloudFormation');
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await putOnce(url, text);
      } catch (error) {
        // The address is a secret, and errors of fetch may quote it.
        if (left === 0) throw new Error('CloudFormation did not take the answer', { cause: nameOf(error) });
        await systemPause.wait(SECOND / 2);
      }
    }
  };

const putOnce = async (url: string, text: string): Promise<void> => {
  // As bytes, so that no content type is sent: the address is signed without one.
  const body = new TextEncoder().encode(text);
  const signal = AbortSignal.timeout(2 * SECOND);
  const { ok, status } = await fetch(url, { method: 'PUT', body, redirect: 'error', signal });
  if (!ok) throw new Error(`HTTP ${status}`);
};

const nameOf = (error: unknown): string => {
  const { name, message } = error as Error;
  return message.startsWith('HTTP ') ? message : name;
};
