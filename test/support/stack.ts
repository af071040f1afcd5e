import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import { ConfiguredPostern, type ConfiguredPosternProps } from '../../infra/configured-postern.ts';

export type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };
export type Resources = Readonly<Record<string, Resource & Record<string, unknown>>>;

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

export const exampleConfiguration = () => {
  const file = 'config/postern.yaml';
  const loaded = loadConfiguration(read(file), { file });
  if (loaded.outcome === 'REFUSED') throw new Error(loaded.report);
  return loaded;
};

interface StackOptions extends Partial<ConfiguredPosternProps> {
  /** Where functions are bundled into. Default: they are not bundled. */
  readonly outdir?: string;
}

/** The stack of the example configuration, with the flags that `cdk synth` has. */
export const exampleStack = ({ outdir, ...props }: StackOptions = {}): Stack => {
  const { configuration, place } = exampleConfiguration();
  const { context } = JSON.parse(read('cdk.json'));
  const app =
    outdir === undefined
      ? new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } })
      : new App({ context, outdir });
  const stack = new Stack(app, 'Postern', { env: place });
  new ConfiguredPostern(stack, 'Postern', { configuration, ...props });
  return stack;
};

export const exampleTemplate = (): Template => Template.fromStack(exampleStack());

export const resourcesOf = (template: Template, type?: string): Resources =>
  type === undefined ? template.toJSON().Resources : (template.findResources(type) as Resources);

/** A value of a template as text: what is only known when deploying stands in it as `${LogicalId.Attribute}`. */
export const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return `\${${Ref}}`;
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(asText).join(String(join[0]));
  return JSON.stringify(value);
};

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
