import { accessSync, constants } from 'node:fs';

/** Where Chrome and Chromium are installed: Debian's first, then other systems'. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of the browser that is installed here; `CHROME_PATH` names another one. */
export const findBrowser = (): string | undefined =>
  [process.env.CHROME_PATH ?? '', ...PLACES].find((path) => path !== '' && isExecutable(path));
