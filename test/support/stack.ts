import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { loadConfiguration } from '../../functions/runtime/configuration/load-configuration.ts';
import { Postern } from '../../infra/postern.ts';

export type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };
export type Resources = Readonly<Record<string, Resource & Record<string, unknown>>>;

/** The template of the example configuration; functions are not bundled. */
export const exampleTemplate = (): Template => {
  const file = join(import.meta.dirname, '../../config/postern.yaml');
  const loaded = loadConfiguration(readFileSync(file, 'utf8'), { file });
  if (loaded.outcome === 'REFUSED') throw new Error(loaded.report);
  const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Postern', { env: loaded.place });
  new Postern(stack, 'Postern', { configuration: loaded.configuration });
  return Template.fromStack(stack);
};

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
