import rule from '../../../policies/observability/require-complete-trail';
import { factsOf, resources } from '../facts';

test('a trail with the defaults of CloudFormation lacks four things', () => {
  expect(factsOf(rule, resources({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true } } }))).toEqual([
    'oneRegion Trail ',
    'notValidated Trail ',
    'ownKeyMissing Trail  (at most info)',
    'noLogGroup Trail  (at most info)',
  ]);
});

test('what the deployment chooses is a choice', () => {
  const chosen = { 'Fn::ImportValue': 'x' };
  const Properties = {
    IsLogging: chosen,
    IsMultiRegionTrail: chosen,
    EnableLogFileValidation: chosen,
    KMSKeyId: chosen,
    CloudWatchLogsLogGroupArn: chosen,
  };
  expect(factsOf(rule, resources({ Trail: { Type: 'AWS::CloudTrail::Trail', Properties } }))).toEqual([]);
});
