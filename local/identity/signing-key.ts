import { readFile, rename, writeFile } from 'node:fs/promises';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { ALGORITHM, type SigningKey } from './issuer.ts';

/** A key that nobody else has, forgotten with the process. */
export const newSigningKey = (): Promise<SigningKey> => generateKeyPair(ALGORITHM, { extractable: true });

/** The key that is kept in the file, so that a token outlives a restart; made where there is none, for its owner's eyes only. */
export const keptSigningKey = async (path: string): Promise<SigningKey> => {
  const kept = await readFile(path, 'utf8').catch(absent);
  if (kept !== undefined) return imported(JSON.parse(kept));
  const key = await newSigningKey();
  // Whole or not at all: half a key would stop every start after it.
  await writeFile(`${path}.new`, JSON.stringify(await exportJWK(key.privateKey)), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return key;
};

const imported = async (jwk: JWK): Promise<SigningKey> => {
  const { kty, n, e } = jwk;
  const options = { extractable: true };
  return {
    privateKey: (await importJWK(jwk, ALGORITHM, options)) as CryptoKey,
    publicKey: (await importJWK({ kty, n, e } as JWK, ALGORITHM, options)) as CryptoKey,
  };
};

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};
