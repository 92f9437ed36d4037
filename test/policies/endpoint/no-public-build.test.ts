import rule from '../../../policies/endpoint/no-public-build';
import { factsOf, resources } from '../facts';

const found = (properties: object) => factsOf(rule, resources({ Build: { Type: 'AWS::CodeBuild::Project', Properties: properties } }));

test('builds are private unless the project says otherwise', () => {
  expect(found({})).toEqual([]);
  expect(found({ Visibility: 'private' })).toEqual([]);
  expect(found({ Visibility: 'public_read' })).toEqual(['public Build /Visibility']);
  expect(found({ Visibility: { 'Fn::ImportValue': 'visibility' } })).toEqual(['undecided Build /Visibility']);
});
