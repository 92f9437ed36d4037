import rule from '../../../policies/data/no-secret-in-parameter';
import { factsOf, resources } from '../facts';

const found = (Properties: object, more: object = {}) =>
  factsOf(
    rule,
    resources(
      {
        P: { Type: 'AWS::SSM::Parameter', Properties },
        Secret: { Type: 'AWS::SecretsManager::Secret' },
        Client: { Type: 'AWS::Cognito::UserPoolClient' },
      },
      more,
    ),
  );

test('a secret by its name is not kept in a plain parameter', () => {
  expect(found({ Type: 'String', Name: '/orders/api-key', Value: 'x' })).toEqual(['plainParameter P /Type']);
  expect(found({ Type: 'StringList', Name: 'DbPassword', Value: 'x' })).toEqual(['plainParameter P /Type']);
  expect(found({ Type: 'String', Name: 'ClientSecret', Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } })).toHaveLength(1);
  expect(
    found({ Type: 'String', Name: '/orders/token', Value: { Ref: 'Token' } }, { Parameters: { Token: { Type: 'String', NoEcho: true } } }),
  ).toHaveLength(1);
});

test('whereabouts and other settings are', () => {
  expect(found({ Type: 'String', Name: '/orders/secret-arn', Value: { Ref: 'Secret' } })).toEqual([]);
  expect(found({ Type: 'String', Name: '/orders/secret', Value: { Ref: 'Secret' } })).toEqual([]);
  expect(found({ Type: 'String', Name: '/orders/token', Value: 'https://auth.example.com' })).toEqual([]);
  expect(found({ Type: 'String', Name: '/secrets/orders/table', Value: 'orders' })).toEqual([]);
  expect(found({ Type: 'String', Name: '/orders/table', Value: 'orders' })).toEqual([]);
});

test('without a name the logical id counts', () => {
  expect(factsOf(rule, resources({ ApiToken: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } }))).toHaveLength(
    1,
  );
});
