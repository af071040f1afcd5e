import type { Signal } from '../ports/signals.ts';
import type { MailDependencies } from './send-mail.ts';

/**
 * Sends a signal that must be sent although functions die: whoever is called for the same thing again, as the publisher is
 * by the table's stream, sends it once in the normal case and at least once in every case.
 *
 * @param signalId unique within the request, and no mail's id
 */
export const signalOnce = async (
  { store, clock, signals }: Omit<MailDependencies, 'mailer'>,
  signalId: string,
  signal: Signal & { readonly requestId: string },
): Promise<void> => {
  const { requestId } = signal;
  if (await store.wasSent(requestId, signalId)) return;
  signals.send(signal);
  await store.markSent(requestId, signalId, clock.now());
};
