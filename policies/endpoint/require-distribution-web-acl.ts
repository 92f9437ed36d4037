import type { JsonObject } from '../../lib/core/json';
import { originsOf } from '../../lib/core/model/distribution';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { defineRule } from '../../lib/core/rule';

const distribution = (more: JsonObject, domain: string): JsonObject => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'origin', DomainName: domain }], ...more } },
});

/** A web ACL may be attached by another stack or by Firewall Manager: never more than a warning. */
export default defineRule({
  meta: {
    id: 'endpoint/require-distribution-web-acl',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Distributions before code stand behind a web ACL',
    rationale:
      'A distribution takes requests from the whole internet and hands them to the code behind it. A web ACL turns away floods, scanners and known attacks at the edge.',
    references: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html'],
    catalogue: ['NET-CLOUDFRONT', 'API-NO-WAF'],
    peers: ['CKV_AWS_68', 'AWS-0011', 'cdk-nag AwsSolutions-CFR2', 'Security Hub CloudFront.6'],
  },
  messages: {
    unprotected: {
      what: 'distribution "{name}" has no web ACL (WebACLId absent)',
      fix: 'set WebACLId to the ARN of an AWS::WAFv2::WebACL with Scope "CLOUDFRONT" ("webAclId"), or acknowledge this when Firewall Manager attaches one',
    },
    unprotectedFiles: {
      what: 'distribution "{name}", which serves files of buckets only, has no web ACL (WebACLId absent)',
      fix: 'set WebACLId ("webAclId") when requests have to be limited or filtered',
    },
  },
  examples: {
    valid: [
      {
        title: 'a distribution with a web ACL',
        resources: {
          Site: distribution({ WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1a2b3c4d' }, 'api.example.com'),
        },
      },
    ],
    invalid: [
      { title: 'a distribution before an API', resources: { Site: distribution({}, 'api.example.com') }, reports: ['unprotected'] },
      {
        title: 'files of a bucket, which are information',
        resources: { Site: distribution({}, 'orders.s3.eu-west-1.amazonaws.com') },
        reports: ['unprotectedFiles'],
      },
    ],
  },
  *check(model) {
    const distributions = model.resourcesOfType('AWS::CloudFront::Distribution');
    if (distributions.length === 0 || model.resourcesOfType('AWS::FMS::Policy').length > 0) return;
    for (const resource of distributions) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        for (const config of reading.objects('DistributionConfig')) {
          const missing = config.values('WebACLId').find(({ kind, text }) => kind === 'absent' || (kind === 'literal' && text === ''));
          if (missing === undefined) continue;
          const origins = originsOf(model, config);
          const isStatic = origins.length > 0 && origins.every(({ kind }) => kind === 'bucket' || kind === 'bucket-website');
          const common = { resource, at: missing.at, evidence: 'WebACLId absent', data: { name: model.nameOf(resource) } };
          if (isStatic) yield { ...common, message: 'unprotectedFiles' as const, atMost: 'info' as const };
          else yield { ...common, message: 'unprotected' as const };
        }
      }
    }
  },
});
