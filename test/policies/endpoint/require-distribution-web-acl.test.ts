import rule from '../../../policies/endpoint/require-distribution-web-acl';
import { factsOf, modelWith, resources } from '../facts';

const site = (config: object, more: object = {}) =>
  resources({ Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: config } }, ...more });
const Origins = [{ DomainName: 'api.example.com' }];
const files = { DomainName: 'orders.s3.eu-west-1.amazonaws.com' };

test('a missing or empty web ACL', () => {
  expect(factsOf(rule, site({ Origins }))).toEqual(['unprotected Site /DistributionConfig']);
  expect(factsOf(rule, site({ Origins, WebACLId: '' }))).toEqual(['unprotected Site /DistributionConfig/WebACLId']);
  expect(factsOf(rule, site({ Origins, WebACLId: { Ref: 'AWS::NoValue' } }))).toEqual(['unprotected Site /DistributionConfig/WebACLId']);
});

test('a web ACL, here or by Firewall Manager', () => {
  expect(factsOf(rule, site({ Origins, WebACLId: { 'Fn::GetAtt': ['Acl', 'Arn'] } }))).toEqual([]);
  expect(factsOf(rule, site({ Origins, WebACLId: { 'Fn::ImportValue': 'acl' } }))).toEqual([]);
  expect(factsOf(rule, site({ Origins }, { Policy: { Type: 'AWS::FMS::Policy' } }))).toEqual([]);
});

test('files of buckets are information, unless there is code too', () => {
  expect(factsOf(rule, site({ Origins: [files] }))).toEqual(['unprotectedFiles Site /DistributionConfig (at most info)']);
  expect(factsOf(rule, site({ Origins: [files, ...Origins] }))).toEqual(['unprotected Site /DistributionConfig']);
});

test('a distribution that is public on purpose', () => {
  expect([...rule.check(modelWith({ publicEndpoints: ['Site'] }, site({ Origins })))]).toEqual([]);
});
