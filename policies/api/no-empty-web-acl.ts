import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'emptyWebAcl' | 'noRateRule' | 'classicAllows';

const acl = (rules: JsonObject[]) => ({
  Type: 'AWS::WAFv2::WebACL',
  Properties: {
    Scope: 'REGIONAL',
    DefaultAction: { Allow: {} },
    VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'orders' },
    Rules: rules,
  },
});
const managed = {
  Name: 'common',
  Priority: 0,
  OverrideAction: { None: {} },
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
};
const rate = {
  Name: 'rate',
  Priority: 1,
  Action: { Block: {} },
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000 } },
};

/** Allow by default with rules that block is what a web ACL usually looks like: only one that blocks nothing is a mistake. */
export default defineRule<Message>({
  meta: {
    id: 'api/no-empty-web-acl',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Web ACLs block something',
    rationale:
      'A web ACL that allows by default and has no rules looks like protection in every inventory, is paid for, and lets every request through.',
    references: [
      'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html',
      'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html',
    ],
    catalogue: ['API-WAF-DEFAULT-ALLOW'],
    peers: ['cfn_nag F665', 'WAF_WEB_ACL_DEFAULT_ACTION_RULE', 'Security Hub WAF.10'],
  },
  messages: {
    emptyWebAcl: {
      what: 'web ACL "{name}" lets every request through: DefaultAction allows, and it has no rules',
      fix: 'add rules, such as the managed group "AWSManagedRulesCommonRuleSet" and a rate-based rule, or set "DefaultAction" to "Block"',
    },
    noRateRule: {
      what: 'web ACL "{name}" has no rate-based rule: one address may send any number of requests',
      fix: 'add a rule with "RateBasedStatement" and action "Block"',
    },
    classicAllows: {
      what: 'web ACL "{name}" of WAF Classic allows what no rule of it names: DefaultAction is "ALLOW"',
      fix: 'move it to AWS::WAFv2::WebACL with managed rule groups, since WAF Classic is retired, or set "DefaultAction" to "BLOCK"',
    },
  },
  examples: {
    valid: [{ title: 'managed rules and a limit for each address', resources: { Acl: acl([managed, rate]) } }],
    invalid: [
      { title: 'a web ACL without rules', resources: { Acl: acl([]) }, reports: ['emptyWebAcl'] },
      { title: 'a web ACL without a limit', resources: { Acl: acl([managed]) }, reports: ['noRateRule'] },
      {
        title: 'a web ACL of WAF Classic',
        resources: {
          Acl: { Type: 'AWS::WAFRegional::WebACL', Properties: { Name: 'orders', MetricName: 'orders', DefaultAction: { Type: 'ALLOW' } } },
        },
        reports: ['classicAllows'],
      },
    ],
  },
  *check(model) {
    yield* versionTwo(model);
    for (const type of ['AWS::WAF::WebACL', 'AWS::WAFRegional::WebACL']) {
      for (const resource of model.resourcesOfType(type)) {
        for (const { text, at } of model.readingsOf(resource).flatMap((reading) => reading.values('DefaultAction', 'Type'))) {
          if (text.toUpperCase() !== 'ALLOW') continue;
          yield { message: 'classicAllows', resource, at, evidence: 'DefaultAction ALLOW', data: { name: model.nameOf(resource) } };
        }
      }
    }
  },
});

function* versionTwo(model: Model): Iterable<Fact<Message>> {
  for (const resource of model.resourcesOfType('AWS::WAFv2::WebACL')) {
    const name = model.nameOf(resource);
    for (const reading of model.readingsOf(resource)) {
      const [rules] = reading.values('Rules');
      if (rules?.kind === 'symbolic') continue;
      const entries = reading.objects('Rules');
      if (entries.length === 0) {
        const allows = reading.objects('DefaultAction', 'Allow').length > 0;
        if (allows) yield { message: 'emptyWebAcl', resource, at: reading.at, evidence: 'Rules absent', data: { name } };
        continue;
      }
      if (entries.some((rule) => rule.objects('Statement', 'RateBasedStatement').length > 0)) continue;
      // A rule group of the user's own may hold one.
      if (entries.some((rule) => rule.objects('Statement', 'RuleGroupReferenceStatement').length > 0)) continue;
      yield {
        message: 'noRateRule',
        resource,
        at: rules?.at ?? reading.at,
        evidence: 'RateBasedStatement absent',
        data: { name },
        atMost: 'info',
      };
    }
  }
}
