import * as z from 'zod';
import { previewInput } from './approvals.ts';

export const resendInput = previewInput;

export const resendView = z.object({
  detail: z.string().meta({ description: 'The same whatever becomes of it' }),
});

/** Says no more for a token that leads somewhere than for any other text. */
export const RESEND_ACCEPTED: z.infer<typeof resendView> = {
  detail:
    'If this link still stands for a decision, a fresh mail is on its way: at most three, a minute apart.',
};
