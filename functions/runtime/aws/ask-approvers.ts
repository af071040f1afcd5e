import { sesClient } from '../../adapters/aws/ses/client.ts';
import { SesMailer } from '../../adapters/aws/ses/ses-mailer.ts';
import { readEnvironment } from '../environment.ts';
import { randomSecrets } from '../random-ids.ts';
import { composeBase, type Variables } from './base.ts';
import { resumingWorkflow } from './resuming-workflow.ts';

/** Asking people: table, SES, and word to the execution where somebody was faster. */
export const composeAskApprovers = async (variables: Variables) => {
  const environment = readEnvironment('ask-approvers', variables);
  const base = await composeBase(environment);
  return {
    ...base,
    secrets: randomSecrets,
    mailer: new SesMailer({ client: sesClient(), from: base.configuration.mail.from }),
    workflow: resumingWorkflow(),
    approvalPageUrl: environment.APPROVAL_PAGE_URL,
  };
};
