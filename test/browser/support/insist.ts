import { findBrowser } from './find-browser.ts';

/** Before anything runs: CI must have a browser; a person is told in one line what was left out. */
export default (): void => {
  if (findBrowser() !== undefined) return;
  const missing = 'Chrome or Chromium is not installed here, and CHROME_PATH names none';
  if (process.env.CI === 'true') throw new Error(missing);
  process.stdout.write(`Left out here: the approval page in a browser. ${missing}.\n`);
};
