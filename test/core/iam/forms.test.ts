import { factsByForm } from '../../../lib/core/iam/forms';
import type { PolicyDocument } from '../../../lib/core/iam/statement';
import type { JsonObject } from '../../../lib/core/json';
import { modelOf } from '../../policies/facts';

const policy = (statement: JsonObject): JsonObject => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] } },
});
const tableArn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

const { documents } = modelOf({
  Resources: {
    A: { Type: 'AWS::DynamoDB::Table' },
    B: { Type: 'AWS::DynamoDB::Table' },
    Q: { Type: 'AWS::SQS::Queue' },
    First: policy({ Action: 'dynamodb:GetItem', Resource: tableArn('A') }),
    Alike: policy({ Action: 'dynamodb:GetItem', Resource: tableArn('B') }),
    OtherAction: policy({ Action: 'dynamodb:PutItem', Resource: tableArn('A') }),
    OtherType: policy({ Action: 'dynamodb:GetItem', Resource: tableArn('Q') }),
    Wide: policy({ Action: 'dynamodb:GetItem', Resource: '*' }),
    AsWide: policy({ Action: 'dynamodb:GetItem', Resource: '*' }),
  },
});

function judged(finds: (document: PolicyDocument) => readonly string[]) {
  const asked: string[] = [];
  const found = [
    ...factsByForm(documents, (document) => {
      asked.push(document.resource.logicalId);
      return finds(document);
    }),
  ];
  return { asked, found };
}

test('a harmless document of a form in which nothing was found is not asked about again', () => {
  expect(judged(() => [])).toEqual({ asked: ['First', 'OtherAction', 'OtherType', 'Wide', 'AsWide'], found: [] });
});

test('what is found in one is looked for in all of its form', () => {
  const all = documents.map(({ resource }) => resource.logicalId);
  expect(judged(({ resource }) => [resource.logicalId])).toEqual({ asked: all, found: all });
});
