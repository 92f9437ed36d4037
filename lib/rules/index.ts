/**
 * `cdk-least-privilege/rules`: what rules of one's own are written and tested with. A TypeScript API for Node.js, not part of the
 * surface for other languages.
 */
import { type CustomRule, completed } from '../config/custom-rules';
import type { Rule } from '../core/rule';

export { useRules } from '../cdk/custom-rules';
export type { CustomRule, CustomRuleMeta } from '../config/custom-rules';
export type { Answer } from '../core/answer';
export { parseActionPattern, patternAllows } from '../core/iam/action';
export { describeResource, parseArn, type ResourceScope } from '../core/iam/arn';
export { parseOperator, restrictsCaller } from '../core/iam/condition';
export { type PublicStatement, publicStatements } from '../core/iam/exposure';
export { grantsOf } from '../core/iam/grant';
export type { ConditionTest, DocumentKind, PolicyDocument, Principal, Statement } from '../core/iam/statement';
export type { Json, JsonObject } from '../core/json';
export type { EntryPoint, LambdaFunction, ManagedPolicyAttachment, Model } from '../core/model/model';
export type { PropertyValue, Reading } from '../core/model/reading';
export type { Settings } from '../core/options';
export { below, belowAll, type Path } from '../core/path';
export type { Finding, Severity } from '../core/result';
export type { Fact, InvalidRuleExample, PackName, Rule, RuleExample, RuleMessage, RuleSeverity } from '../core/rule';
export type { Element } from '../core/template/resolver';
export type { SymbolicString } from '../core/template/symbolic';
export type { Resource, Template } from '../core/template/template';
export { type FindingsOptions, findingsOf } from './findings';
export { type TestFramework, testRule } from './test-rule';

/** Types a rule of one's own: message ids that the rule does not declare do not compile. */
export function defineRule<Message extends string>(rule: CustomRule<Message>): Rule<Message> {
  return completed(rule);
}
