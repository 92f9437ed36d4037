import { App, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import type { JsonObject } from '../../lib/core/json';
import type { NagReference, NagVerdict } from '../../lib/core/model/nag';
import { buildTemplates } from '../../lib/core/template';
import type { Resource } from '../../lib/core/template/template';
import { ruleNamed } from '../../lib/nag/installed';
import { nagOracle } from '../../lib/nag/oracle';

const MULTI_ZONE: NagReference = { rule: 'rds.RDSMultiAZSupport', types: ['AWS::RDS::DBInstance'] };
const LOGS: NagReference = { rule: 'rds.RDSLoggingEnabled', types: ['AWS::RDS::DBInstance'], exempts: true };

const database = (Properties: JsonObject): JsonObject => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'postgres', ...Properties },
});

/** What cdk-nag says of every resource of a template that a rule is about. */
function verdicts(reference: NagReference, body: JsonObject, constructOf?: (resource: Resource) => unknown): Record<string, NagVerdict> {
  const [template] = buildTemplates([{ name: 'a.json', body }]).templates;
  const oracle = nagOracle([reference], constructOf);
  const asked = [...(template?.resources.values() ?? [])].filter(({ type }) => reference.types.includes(type));
  return Object.fromEntries(asked.map((resource) => [resource.logicalId, oracle.judge(reference, resource)]));
}

describe('over bare templates', () => {
  test('judges each resource', () => {
    const body = { Resources: { Single: database({ MultiAZ: false }), Double: database({ MultiAZ: 'true' }) } };
    expect(verdicts(MULTI_ZONE, body)).toEqual({ Single: { kind: 'violation', findings: [] }, Double: { kind: 'compliant' } });
  });

  test('names the parts that cdk-nag names', () => {
    expect(verdicts(LOGS, { Resources: { Orders: database({ EnableCloudwatchLogsExports: ['upgrade'] }) } })).toEqual({
      Orders: { kind: 'violation', findings: ['LogExport::postgresql'] },
    });
  });

  test('takes what a rule exempts for compliant', () => {
    expect(verdicts(LOGS, { Resources: { Orders: database({ Engine: 'aurora-postgresql' }) } })).toEqual({ Orders: { kind: 'compliant' } });
  });

  test('says which value is known at deployment only', () => {
    const body = { Parameters: { Standby: { Type: 'String' } }, Resources: { Orders: database({ MultiAZ: { Ref: 'Standby' } }) } };
    expect(verdicts(MULTI_ZONE, body)).toEqual({
      Orders: { kind: 'not-evaluated', concerns: 'resource', reason: '{"Ref":"Standby"} is known at deployment only' },
    });
  });

  test('leaves out what CDK refuses, and judges all else', () => {
    const good = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`Good${index}`, database({ MultiAZ: false })]));
    const body = {
      Resources: { ...good, Unheard: database({ Engine: { 'Fn::Unheard': 'of' } }), Nowhere: database({ Engine: { Ref: 'Gone' } }) },
    };
    const { Unheard, Nowhere, ...rest } = verdicts(MULTI_ZONE, body);
    expect(Object.values(rest)).toEqual(Array.from({ length: 9 }, () => ({ kind: 'violation', findings: [] })));
    expect(Unheard).toMatchObject({ kind: 'not-evaluated', concerns: 'resource', reason: expect.stringContaining("'Fn::Unheard'") });
    expect(Nowhere).toMatchObject({ kind: 'not-evaluated', concerns: 'resource', reason: expect.stringContaining("'Gone' not found") });
  });

  test('is not kept by tags that CDK does not read', () => {
    const body = { Resources: { Orders: database({ MultiAZ: true, Tags: { 'Fn::Unheard': 'of' } }) } };
    expect(verdicts(MULTI_ZONE, body)).toEqual({ Orders: { kind: 'compliant' } });
  });

  test('says once what lies around the resources', () => {
    const body = { Conditions: { Odd: { 'Fn::Unheard': 'of' } }, Resources: { Orders: database({}) } };
    expect(verdicts(MULTI_ZONE, body)).toMatchObject({ Orders: { kind: 'not-evaluated', concerns: 'template' } });
  });

  test('is not kept by resources that no rule is about, such as those of SAM', () => {
    const body = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        Orders: database({ MultiAZ: false, DBName: { Ref: 'Api' } }),
        Api: {
          Type: 'AWS::Serverless::Function',
          Properties: { Odd: { 'Fn::Unheard': 'of' } },
          UpdatePolicy: { Odd: { 'Fn::Unheard': 'of' } },
        },
      },
      Outputs: { Odd: { Value: { 'Fn::Unheard': 'of' } } },
    };
    expect(verdicts(MULTI_ZONE, body)).toEqual({ Orders: { kind: 'violation', findings: [] } });
  });

  test('judges what loops of a template expand to', () => {
    const body = {
      Transform: 'AWS::LanguageExtensions',
      Resources: { 'Fn::ForEach::Databases': ['Name', ['Orders', 'Receipts'], { '${Name}': database({ MultiAZ: false }) }] },
    };
    expect(Object.keys(verdicts(MULTI_ZONE, body))).toEqual(['Orders', 'Receipts']);
  });
});

describe('over the constructs of an app', () => {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const single = { engine: 'postgres', multiAz: false };
  const nodes: Record<string, CfnResource> = {
    Single: new CfnDBInstance(stack, 'Single', single),
    Overridden: new CfnDBInstance(stack, 'Overridden', { ...single, multiAz: true }),
    Generic: new CfnResource(stack, 'Generic', { type: 'AWS::RDS::DBInstance', properties: { Engine: 'postgres', MultiAZ: false } }),
    Chosen: new CfnDBInstance(stack, 'Chosen', { ...single, multiAz: new CfnParameter(stack, 'Standby').value }),
  };
  nodes.Overridden?.addPropertyOverride('MultiAZ', false);

  test('asks a construct that says all that the template says, and the template otherwise', () => {
    const asked: string[] = [];
    const body: JsonObject = JSON.parse(JSON.stringify(app.synth().getStackByName('Orders').template));
    const said = verdicts(MULTI_ZONE, body, ({ logicalId }) => {
      asked.push(logicalId);
      return nodes[logicalId];
    });
    const violation = { kind: 'violation', findings: [] };
    expect(said).toEqual({
      Single: violation,
      Overridden: violation,
      Generic: violation,
      Chosen: { kind: 'not-evaluated', concerns: 'resource', reason: '{"Ref":"Standby"} is known at deployment only' },
    });
    expect(asked).toEqual(Object.keys(nodes));
  });
});

describe('what is installed', () => {
  test('finds a rule by its name', () => {
    expect(ruleNamed('rds.RDSMultiAZSupport')).toEqual({ rule: expect.any(Function) });
  });

  test('says that a rule is not there', () => {
    expect(verdicts({ ...MULTI_ZONE, rule: 'rds.Gone' }, { Resources: { Orders: database({}) } })).toEqual({
      Orders: { kind: 'not-evaluated', concerns: 'everything', reason: 'the cdk-nag that is installed has no rule "rds.Gone"' },
    });
  });
});
