import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate, for those that must trust it. */
  readonly file: string;
  readonly keyFile: string;
}

const SUBJECTS = 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:*.execute-api.localhost';

/** A certificate for this machine's loopback, made by openssl for one run: as on AWS, everything speaks TLS. */
export const makeCertificate = (folder: string): Certificate => {
  const [keyFile, file] = [join(folder, 'issuer.key'), join(folder, 'issuer.pem')];
  const wanted = ['-newkey', 'rsa:2048', '-noenc', '-days', '2', '-subj', '/CN=127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', ...wanted, '-addext', SUBJECTS, '-keyout', keyFile, '-out', file],
    { stdio: 'pipe' },
  );
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file, keyFile };
};
