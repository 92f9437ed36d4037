import rule from '../../../policies/trust/require-audience';
import { factsWith } from '../settings-facts';

const GITHUB = 'token.actions.githubusercontent.com';
const sub = { [`${GITHUB}:sub`]: 'repo:my-org/orders:ref:refs/heads/main' };
const found = (Federated: unknown, Action: string, Condition: object, beside: object = {}) =>
  factsWith(rule, { beside }, { Statement: [{ Effect: 'Allow', Principal: { Federated }, Action, Condition }] });
const WEB = 'sts:AssumeRoleWithWebIdentity';
const SAML = 'sts:AssumeRoleWithSAML';
const OKTA = 'arn:aws:iam::111122223333:saml-provider/Okta';

test('a provider outside of the input may take several audiences', () => {
  expect(found(`arn:aws:iam::111122223333:oidc-provider/${GITHUB}`, WEB, { StringEquals: sub })).toEqual(['anyAudience']);
});

test.each([
  ['AWS::IAM::OIDCProvider', 'ClientIdList'],
  ['Custom::AWSCDKOpenIdConnectProvider', 'ClientIDList'],
])('%s with one entry in %s takes one audience, with several or none it does not say', (Type, list) => {
  const provider = (audiences?: readonly string[]) => ({
    Provider: { Type, Properties: { Url: `https://${GITHUB}`, ...(audiences === undefined ? {} : { [list]: audiences }) } },
  });
  const judged = (audiences?: readonly string[]) => found({ Ref: 'Provider' }, WEB, { StringEquals: sub }, provider(audiences));
  expect(judged(['sts.amazonaws.com'])).toEqual([]);
  expect(judged(['sts.amazonaws.com', 'orders'])).toEqual(['anyAudience']);
  expect(judged()).toEqual(['anyAudience']);
});

test.each(['StringEqualsIfExists', 'ForAllValues:StringEquals', 'StringNotEquals'])('%s does not demand the audience', (operator) => {
  const condition = { StringEquals: sub, [operator]: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } };
  expect(found(`arn:aws:iam::111122223333:oidc-provider/${GITHUB}`, WEB, condition)).toEqual(['anyAudience']);
});

test('SAML names its audience, in any case of letters', () => {
  expect(found(OKTA, SAML, {})).toEqual(['anySamlAudience']);
  expect(found(OKTA, SAML, { StringEquals: { 'saml:aud': 'https://signin.aws.amazon.com/saml' } })).toEqual([]);
  expect(found(OKTA, 'sts:TagSession', {})).toEqual([]);
});

test('a SAML provider of the input', () => {
  const beside = { Okta: { Type: 'AWS::IAM::SAMLProvider', Properties: {} } };
  expect(found({ Ref: 'Okta' }, SAML, {}, beside)).toEqual(['anySamlAudience']);
});

test('consumers, identity pools and conditions that cannot be read are left out', () => {
  expect(found('accounts.google.com', WEB, {})).toEqual([]);
  expect(found('cognito-identity.amazonaws.com', WEB, {})).toEqual([]);
  expect(found(`arn:aws:iam::111122223333:oidc-provider/${GITHUB}`, WEB, { 'Fn::Transform': { Name: 'Conditions' } })).toEqual([]);
});

test('a provider that a parameter leaves empty is filled in at deployment', () => {
  expect(found('', WEB, { StringEquals: sub })).toEqual([]);
});
