import { Token } from 'aws-cdk-lib';
import type { GroupIds } from '../../functions/domain/group-ids.ts';
import type { Place } from '../../functions/runtime/configuration/assemble.ts';
import { type Path, pathText } from '../../functions/runtime/configuration/problem.ts';
import { GroupEntries } from './group-entries.ts';
import { refuseUnknownProps } from './known-props.ts';
import { minutesOf, pathInProps } from './minutes.ts';
import { onlyGroup } from './only-group.ts';
import { portEntries } from './port-entry.ts';
import type { PosternSettings } from './settings.ts';
import type { TargetProps } from './target-props.ts';

/** Keys of the file that are not written in TypeScript. */
const OWN = ['aws', 'securityGroups', 'targets', 'local'];

/** A configuration that was written in TypeScript, in the shape of `config/postern.yaml`. */
export class Declaration {
  readonly #settings: PosternSettings;
  readonly #place: Place;
  readonly #groups = new GroupEntries();
  readonly #targets = new Map<string, object>();
  readonly #connected = new Map<string, TargetProps['connections']>();

  /** @throws where the settings say what the construct says itself */
  constructor(settings: PosternSettings, place: Place) {
    const own = OWN.find((key) => Object.hasOwn(settings, key));
    if (own !== undefined) throw new Error(`${own}: is not said here: targets are added by addTarget`);
    this.#settings = settings;
    this.#place = place;
  }

  /** @throws where the name is taken, or the file could not have such a target */
  addTarget(name: string, props: TargetProps): void {
    const path = `targets.${name}`;
    if (this.#targets.has(name)) throw new Error(`${path}: there is a target of this name already`);
    refuseUnknownProps(path, props);
    const { connections, port, ports, maxDuration, breakGlass, ...rest } = props;
    this.#connected.set(name, connections);
    this.#targets.set(name, {
      ...rest,
      securityGroup: this.#groups.nameOf(name, onlyGroup(name, connections), this.#place),
      ...portEntries(name, { ...(port && { port }), ...(ports && { ports }) }),
      maxMinutes: minutesOf(path, maxDuration),
      ...(breakGlass && {
        breakGlass: {
          requesters: breakGlass.requesters,
          maxMinutes: minutesOf(`${path}.breakGlass`, breakGlass.maxDuration),
        },
      }),
    });
  }

  /** @throws where something has got another security group since it was added */
  checkGroups(): void {
    for (const [name, connections] of this.#connected) onlyGroup(name, connections);
  }

  /** Tokens, by the placeholder that stands for each. */
  get groupIds(): GroupIds {
    return this.#groups.ids;
  }

  /** The file. @throws where a text in it is known only once it is deployed */
  file(): unknown {
    const written = {
      ...this.#settings,
      aws: this.#place,
      targets: Object.fromEntries(this.#targets),
      securityGroups: this.#groups.entries,
    };
    const [skipped] = keysLost(written);
    if (skipped !== undefined) throw new Error(`${pathText(skipped)}: a key that no mapping may have`);
    const file = withoutUndefined(written);
    const [unknown] = tokensIn(file);
    if (unknown === undefined) return file;
    throw new Error(
      `${pathInProps(unknown)}: expected what is known at synth; this value is known only once it is deployed`,
    );
  }
}

/** As a file has it: what is undefined is not there. */
const withoutUndefined = (value: object): unknown => JSON.parse(JSON.stringify(value));

/** The schema would silently pass this key by. */
const keysLost = (value: unknown, path: Path = []): Path[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '__proto__' ? [[...path, name]] : keysLost(inner, [...path, name]),
  );
};

const tokensIn = (value: unknown, path: Path = []): Path[] => {
  if (Token.isUnresolved(value)) return [path];
  if (value === null || typeof value !== 'object') return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([name, inner]) => tokensIn(inner, [...path, name]));
};
