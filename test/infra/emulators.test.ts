import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { describe, expect, it } from 'vitest';
import { useEmulators } from '../../infra/emulators.ts';

const stackWith = (context: Record<string, string>): Stack =>
  new Stack(new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } }), 'Stack');

const variablesOf = (stack: Stack): unknown[] =>
  Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(
    ({ Properties }) => Properties.Environment?.Variables,
  );

describe('emulators in the place of EC2 and SES', () => {
  it('are told to every function of ours', () => {
    const stack = stackWith({ emulatedEc2: 'http://127.0.0.1:5000', emulatedSes: 'http://[::1]:5001' });
    new NodejsFunction(stack, 'Ours', { entry: import.meta.filename, runtime: Runtime.NODEJS_24_X });
    useEmulators(stack);
    expect(variablesOf(stack)).toEqual([
      expect.objectContaining({
        AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:5000',
        AWS_ENDPOINT_URL_SES: 'http://[::1]:5001',
      }),
    ]);
  });

  it('are not there unless asked for', () => {
    const stack = stackWith({});
    new LambdaFunction(stack, 'Ours', {
      code: Code.fromInline('nothing'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
    });
    useEmulators(stack);
    expect(variablesOf(stack)).toEqual([undefined]);
  });

  it.each([
    'https://ec2.eu-central-1.amazonaws.com',
    'http://localhost:5000',
    'http://127.0.0.1.example.com:5000',
    'http://127.0.0.1:5000@example.com',
    'http://127.0.0.1:5000/elsewhere',
    'http://10.0.0.1:5000',
    'http://0.0.0.0:5000',
    '',
  ])('are refused anywhere but on this machine: %s', (url) => {
    for (const name of ['emulatedEc2', 'emulatedSes']) {
      expect(() => useEmulators(stackWith({ [name]: url }))).toThrow('only an emulator on this machine');
    }
  });
});
