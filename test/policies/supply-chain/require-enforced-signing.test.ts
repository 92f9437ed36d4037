import rule from '../../../policies/supply-chain/require-enforced-signing';
import { factsOf, resources } from '../facts';

const found = (CodeSigningPolicies: object | undefined) =>
  factsOf(rule, resources({ C: { Type: 'AWS::Lambda::CodeSigningConfig', Properties: { CodeSigningPolicies } } }));

test('only Enforce refuses unsigned code', () => {
  expect(found({ UntrustedArtifactOnDeployment: 'Enforce' })).toEqual([]);
  expect(found({ UntrustedArtifactOnDeployment: 'Warn' })).toEqual(['onlyWarns C /CodeSigningPolicies/UntrustedArtifactOnDeployment']);
  expect(found(undefined)).toEqual(['onlyWarns C ']);
});
