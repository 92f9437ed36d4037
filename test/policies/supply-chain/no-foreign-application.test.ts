import { checkTemplates } from '../../../lib/check';
import { buildTemplates } from '../../../lib/core/template';
import rule from '../../../policies/supply-chain/no-foreign-application';
import { factsOf, resources } from '../facts';

const app = (Location: unknown) => resources({ App: { Type: 'AWS::Serverless::Application', Properties: { Location } } });
const foreign = app({ ApplicationId: 'arn:aws:serverlessrepo:us-east-1:999988887777:applications/tool', SemanticVersion: '1.0.0' });

test('the publisher and the version are judged', () => {
  expect(factsOf(rule, foreign)).toEqual(['foreignPublisher App /Location/ApplicationId']);
  const own = { ApplicationId: { 'Fn::Sub': 'arn:aws:serverlessrepo:us-east-1:${AWS::AccountId}:applications/tool' } };
  expect(factsOf(rule, app(own))).toEqual(['noVersion App /Location']);
});

test("a template of one's own is no application of the repository", () => {
  expect(factsOf(rule, app('https://s3.amazonaws.com/templates/app.yaml'))).toEqual([]);
});

test('owners name accounts that they trust', () => {
  const settings = { trustedAccounts: ['999988887777'] };
  expect(checkTemplates(buildTemplates([{ name: 'a.json', body: foreign }]), { settings }, [rule]).findings).toEqual([]);
});
