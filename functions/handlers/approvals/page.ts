import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpAnswer, textAnswer } from '../../runtime/http/answer.ts';
import type { OperationOf } from '../../runtime/routes.ts';

type CallOperation = 'previewLink' | 'decideByLink' | 'resendLink';
type PageOperation = Exclude<OperationOf<'approvals'>, CallOperation>;

const FILES: Readonly<Record<PageOperation, { readonly name: string; readonly type: string }>> = {
  showApprovalPage: { name: 'page.html', type: 'text/html; charset=utf-8' },
  showApprovalScript: { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  showApprovalSections: { name: 'show.js', type: 'text/javascript; charset=utf-8' },
  showApprovalWords: { name: 'words.js', type: 'text/javascript; charset=utf-8' },
  showApprovalEmergency: { name: 'emergency.js', type: 'text/javascript; charset=utf-8' },
  showApprovalSignIn: { name: 'sign-in.js', type: 'text/javascript; charset=utf-8' },
  showApprovalStyle: { name: 'page.css', type: 'text/css; charset=utf-8' },
};

/** Whether a route is a call of the page, and no file of it. */
export const isCall = (operation: OperationOf<'approvals'>): operation is CallOperation =>
  !Object.hasOwn(FILES, operation);

/**
 * The files of the page are real files, so that editors, linters and browsers see them as they are. They are read from
 * the folder `page` beside this module, which bundling copies beside the bundle; so it is in the source tree as well
 * as in a function. All at once: one that is missing shows at the first call, whatever it asks for.
 */
export const pageFiles = (headers: Readonly<Record<string, string>>) => {
  const answers = new Map<string, HttpAnswer>(
    Object.entries(FILES).map(([operation, { name, type }]) => [
      operation,
      textAnswer(type, readFileSync(join(import.meta.dirname, 'page', name), 'utf8'), headers),
    ]),
  );
  return (operation: PageOperation): HttpAnswer => answers.get(operation) as HttpAnswer;
};
