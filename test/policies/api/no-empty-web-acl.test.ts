import rule from '../../../policies/api/no-empty-web-acl';
import { factsOf, resources } from '../facts';

const found = (Properties: object, Type = 'AWS::WAFv2::WebACL', more: object = {}) =>
  factsOf(rule, resources({ Acl: { Type, Properties } }, more));
const rule1 = (Statement: object) => ({ Name: 'r', Priority: 0, Statement });

test('no rules matter only when the default lets everything through', () => {
  expect(found({ DefaultAction: { Allow: {} } })).toEqual(['emptyWebAcl Acl ']);
  expect(found({ DefaultAction: { Allow: { CustomRequestHandling: {} } }, Rules: [] })).toEqual(['emptyWebAcl Acl ']);
  expect(found({ DefaultAction: { Block: {} } })).toEqual([]);
});

test('managed rules with the default to allow are the usual form', () => {
  const managed = rule1({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } });
  expect(found({ DefaultAction: { Allow: {} }, Rules: [managed] })).toEqual(['noRateRule Acl /Rules (at most info)']);
  const rate = rule1({ RateBasedStatement: { Limit: 1000, AggregateKeyType: 'IP' } });
  expect(found({ DefaultAction: { Allow: {} }, Rules: [managed, rate] })).toEqual([]);
  expect(found({ DefaultAction: { Allow: {} }, Rules: [rule1({ RuleGroupReferenceStatement: { Arn: 'a' } })] })).toEqual([]);
});

test('rules that are not in the template count as rules', () => {
  expect(
    found({ DefaultAction: { Allow: {} }, Rules: { Ref: 'Rules' } }, undefined, { Parameters: { Rules: { Type: 'CommaDelimitedList' } } }),
  ).toEqual([]);
});

test.each(['AWS::WAF::WebACL', 'AWS::WAFRegional::WebACL'])('%s is judged by its default action', (type) => {
  expect(found({ DefaultAction: { Type: 'ALLOW' } }, type)).toEqual(['classicAllows Acl /DefaultAction/Type']);
  expect(found({ DefaultAction: { Type: 'BLOCK' } }, type)).toEqual([]);
});
