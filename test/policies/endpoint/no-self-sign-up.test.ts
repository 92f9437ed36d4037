import rule from '../../../policies/endpoint/no-self-sign-up';
import { factsOf, firstFactOf, resources } from '../facts';

const pool = (properties: object) => resources({ Users: { Type: 'AWS::Cognito::UserPool', Properties: properties } });

test('the default of CloudFormation is open, at every level that may be missing', () => {
  expect(factsOf(rule, pool({}))).toEqual(['selfSignUp Users ']);
  expect(factsOf(rule, pool({ AdminCreateUserConfig: { InviteMessageTemplate: {} } }))).toEqual([
    'selfSignUp Users /AdminCreateUserConfig',
  ]);
  expect(firstFactOf(rule, pool({})).evidence).toBe('AllowAdminCreateUserOnly absent');
});

test('what CDK writes for "selfSignUpEnabled: false" is closed', () => {
  expect(factsOf(rule, pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } }))).toEqual([]);
  expect(factsOf(rule, pool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } }))).toEqual([
    'selfSignUp Users /AdminCreateUserConfig/AllowAdminCreateUserOnly',
  ]);
});
