import { posix } from 'node:path';

/** What the files of one folder may import. */
interface Rule {
  /** Folders of ours; a folder's own rule replaces that of the folder around it. */
  readonly folders: readonly string[];
  /** Packages, `node:` modules included; `any but the SDK` leaves out `@aws-sdk/*` and `@smithy/*`. */
  readonly packages: readonly string[] | 'any' | 'any but the SDK';
}

const core = ['functions/domain', 'functions/ports'];
const sharedByAdapters = [...core, 'functions/adapters'];

/** The direction of dependencies: handlers → use-cases → ports ← adapters; the domain imports nothing of ours. */
export const rules: Readonly<Record<string, Rule>> = {
  'functions/domain': { folders: ['functions/domain'], packages: ['ipaddr.js', 'node:crypto'] },
  'functions/ports': { folders: core, packages: [] },
  'functions/use-cases': { folders: [...core, 'functions/use-cases'], packages: ['node:crypto'] },
  'functions/adapters': { folders: sharedByAdapters, packages: 'any but the SDK' },
  'functions/adapters/aws': { folders: [...sharedByAdapters, 'functions/adapters/aws'], packages: 'any' },
  'functions/adapters/local': {
    folders: [...sharedByAdapters, 'functions/adapters/local'],
    packages: 'any but the SDK',
  },
  'functions/runtime': {
    folders: [...sharedByAdapters, 'functions/adapters/aws', 'functions/use-cases', 'functions/runtime'],
    packages: 'any but the SDK',
  },
  'functions/handlers': {
    folders: [...core, 'functions/use-cases', 'functions/runtime', 'functions/handlers'],
    packages: 'any but the SDK',
  },
  local: {
    folders: [
      ...sharedByAdapters,
      'functions/adapters/local',
      'functions/use-cases',
      'functions/runtime',
      'functions/handlers',
      'local',
    ],
    packages: 'any but the SDK',
  },
  infra: { folders: ['functions/domain', 'functions/runtime', 'infra'], packages: 'any but the SDK' },
  // A person's tool, of which nothing is deployed.
  'infra/doctor': {
    folders: ['functions/domain', 'functions/runtime', 'infra', 'infra/doctor'],
    packages: 'any',
  },
};

// Code that the formatter has seen starts its imports and re-exports at the beginning of a line.
const staticImport =
  /^(?:import\s(?:[^'";]*?\sfrom\s*)?|export\s(?:type\s+)?(?:\*|\{)[^'";]*?\sfrom\s*)\s*(['"])(.+?)\1/gm;
const dynamicImport = /\b(?:import|require)\(\s*(?:(['"])(.+?)\1)?/g;

/** Every module specifier in a source text, in order of kind; `null` for an import whose target is computed. */
export function importsIn(source: string): (string | null)[] {
  const matches = [...source.matchAll(staticImport), ...source.matchAll(dynamicImport)];
  return matches.map((match) => match[2] ?? null);
}

/** The repository path that a relative specifier leads to; null for a package. */
export function resolveImport(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null;
}

/** What is wrong with the imports of one file (a path from the root of the repository, with `/`); empty when nothing is. */
export function violationsIn(file: string, source: string): string[] {
  const folder = folderOf(file);
  const rule = rules[folder];
  if (rule === undefined) return [`${file}: belongs to no folder that has a rule`];
  return importsIn(source).flatMap((specifier) => {
    if (specifier === null) return [`${file}: imports something computed`];
    const path = resolveImport(file, specifier);
    const allowed = path === null ? mayUse(rule, specifier) : rule.folders.includes(folderOf(path));
    return allowed ? [] : [`${file}: may not import ${path ?? specifier}`];
  });
}

/** True for a package of the AWS SDK. */
export function isSdk(specifier: string): boolean {
  return specifier.startsWith('@aws-sdk/') || specifier.startsWith('@smithy/');
}

function mayUse({ packages }: Rule, specifier: string): boolean {
  if (packages === 'any') return true;
  return packages === 'any but the SDK' ? !isSdk(specifier) : packages.includes(specifier);
}

/** The innermost folder with a rule that holds the path, or the path itself where there is none. */
function folderOf(path: string): string {
  for (let folder = posix.dirname(path); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
    if (folder in rules) return folder;
  }
  return path;
}
