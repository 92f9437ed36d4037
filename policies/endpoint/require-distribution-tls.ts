import type { JsonObject } from '../../lib/core/json';
import { type Origin, originsOf } from '../../lib/core/model/distribution';
import { isMadeByCdk } from '../../lib/core/model/made-by-cdk';
import type { Model } from '../../lib/core/model/model';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import type { PropertyValue, Reading } from '../../lib/core/model/reading';
import { oldestTlsOf } from '../../lib/core/model/tls';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'plainViewers' | 'oldViewers' | 'defaultCertificate' | 'plainOrigin' | 'oldOrigin';

const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/1a2b3c4d';
const modern = { AcmCertificateArn: certificate, SslSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' };
const distribution = (viewers: string, viewerCertificate: JsonObject | undefined, origin: JsonObject = {}): JsonObject => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Enabled: true,
      DefaultCacheBehavior: { TargetOriginId: 'origin', ViewerProtocolPolicy: viewers },
      Origins: [{ Id: 'origin', DomainName: 'api.example.com', ...origin }],
      ...(viewerCertificate === undefined ? {} : { ViewerCertificate: viewerCertificate }),
    },
  },
});

/** The oldest version that counts as safe. */
const OLDEST = 1.2;

export default defineRule<Message>({
  meta: {
    id: 'endpoint/require-distribution-tls',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Distributions speak TLS 1.2 or newer, with viewers and with origins',
    rationale:
      'In plain HTTP everybody on the way reads and changes what is sent, cookies and tokens included; TLS 1.0 and 1.1 are withdrawn (RFC 8996). Both halves of the way count, the viewer and the origin.',
    references: [
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html',
    ],
    catalogue: ['NET-CLOUDFRONT', 'API-WEAK-TLS'],
    peers: [
      'CKV_AWS_34',
      'CKV_AWS_174',
      'AWS-0012',
      'AWS-0013',
      'cfn_nag W70',
      'cdk-nag AwsSolutions-CFR4',
      'cdk-nag AwsSolutions-CFR5',
      'Security Hub CloudFront.3',
      'Security Hub CloudFront.9',
      'Security Hub CloudFront.10',
    ],
  },
  messages: {
    plainViewers: {
      what: 'distribution "{name}" has ViewerProtocolPolicy "allow-all" ({behavior}): viewers may use plain HTTP',
      fix: 'set ViewerProtocolPolicy to "redirect-to-https" ("viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS"), or "https-only" for APIs',
    },
    oldViewers: {
      what: 'distribution "{name}" has MinimumProtocolVersion {value}: viewers may use TLS older than 1.2',
      fix: 'set MinimumProtocolVersion to "TLSv1.2_2021" ("minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021")',
    },
    defaultCertificate: {
      what: 'distribution "{name}" uses the certificate of *.cloudfront.net, which accepts TLS 1.0 whatever MinimumProtocolVersion says',
      fix: 'give it a domain and a certificate of its own ("domainNames", "certificate") with "minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021"',
    },
    plainOrigin: {
      what: 'distribution "{name}" has OriginProtocolPolicy "{value}" for "{origin}": requests reach the origin in plain HTTP',
      fix: 'set OriginProtocolPolicy to "https-only" ("protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY") and give the origin a certificate',
    },
    oldOrigin: {
      what: 'distribution "{name}" accepts {value} of origin "{origin}" (OriginSSLProtocols)',
      fix: 'list "TLSv1.2" alone in OriginSSLProtocols ("originSslProtocols: [OriginSslPolicy.TLS_V1_2]")',
    },
  },
  examples: {
    valid: [
      {
        title: 'HTTPS on both halves of the way',
        resources: {
          Site: distribution('redirect-to-https', modern, {
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
          }),
        },
      },
    ],
    invalid: [
      { title: 'viewers in plain HTTP', resources: { Site: distribution('allow-all', modern) }, reports: ['plainViewers'] },
      {
        title: 'an old version of TLS',
        resources: { Site: distribution('https-only', { ...modern, MinimumProtocolVersion: 'TLSv1.1_2016' }) },
        reports: ['oldViewers'],
      },
      {
        title: 'the certificate of CloudFront, which is information in a CDK app',
        resources: { Site: distribution('https-only', undefined) },
        reports: ['defaultCertificate'],
      },
      {
        title: 'an origin in plain HTTP',
        resources: { Site: distribution('https-only', modern, { CustomOriginConfig: { OriginProtocolPolicy: 'http-only' } }) },
        reports: ['plainOrigin'],
      },
      {
        title: 'an origin with an old version of TLS',
        resources: {
          Site: distribution('https-only', modern, {
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1', 'TLSv1.2'] },
          }),
        },
        reports: ['oldOrigin'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::CloudFront::Distribution')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        for (const config of reading.objects('DistributionConfig')) {
          const plain = plainPolicies(config);
          yield* plainViewers(model, config, plain);
          yield* oldViewers(model, config);
          for (const origin of originsOf(model, config)) yield* originFacts(model, origin, plain.length > 0);
        }
      }
    }
  },
});

interface PlainPolicy {
  readonly value: PropertyValue;
  readonly behavior: string;
}

function plainPolicies(config: Reading): readonly PlainPolicy[] {
  const behaviors = [...config.objects('DefaultCacheBehavior'), ...config.objects('CacheBehaviors')];
  return behaviors.flatMap((behavior) => {
    const [pattern] = behavior.values('PathPattern');
    const path = pattern === undefined || pattern.kind === 'absent' ? 'default' : pattern.shown;
    return behavior
      .values('ViewerProtocolPolicy')
      .filter(({ text }) => text.toLowerCase() === 'allow-all')
      .map((value) => ({ value, behavior: path }));
  });
}

function* plainViewers(model: Model, { resource }: Reading, plain: readonly PlainPolicy[]): Iterable<Fact<Message>> {
  for (const { value, behavior } of plain) {
    const data = { name: model.nameOf(resource), behavior: behavior === 'default' ? 'default behavior' : `path "${behavior}"` };
    yield { message: 'plainViewers', resource, at: value.at, evidence: `${behavior} ViewerProtocolPolicy allow-all`, data };
  }
}

function* oldViewers(model: Model, config: Reading): Iterable<Fact<Message>> {
  const { resource } = config;
  const name = model.nameOf(resource);
  const certificates = config.objects('ViewerCertificate').filter((each) => !isDefault(each));
  if (certificates.length === 0) {
    // What the L2 construct writes for a distribution without a domain of its own.
    const cap = isMadeByCdk(resource) ? { atMost: 'info' as const } : {};
    yield { message: 'defaultCertificate', resource, at: config.at, evidence: 'CloudFrontDefaultCertificate', data: { name }, ...cap };
  }
  for (const each of certificates) {
    const old = each.values('MinimumProtocolVersion').filter(isOldVersion);
    const [first] = old;
    if (first === undefined) continue;
    const isAbsent = first.kind === 'absent';
    const written = old.map(({ text }) => text).join(', ');
    const data = { name, value: isAbsent ? 'absent, which stands for "TLSv1"' : `"${written}"` };
    yield { message: 'oldViewers', resource, at: first.at, evidence: `MinimumProtocolVersion ${isAbsent ? 'absent' : written}`, data };
  }
}

/** Without a version an own certificate is used with TLS 1.0; what is not known is taken as set. */
function isOldVersion({ kind, text }: PropertyValue): boolean {
  const version = kind === 'literal' ? oldestTlsOf(text) : kind === 'absent' ? 1 : undefined;
  return version !== undefined && version < OLDEST;
}

function isDefault(certificate_: Reading): boolean {
  return certificate_.canBe(['CloudFrontDefaultCertificate'], ['true']) === 'yes';
}

function* originFacts(model: Model, { reading, kind, name: origin }: Origin, isPlain: boolean): Iterable<Fact<Message>> {
  const { resource } = reading;
  const common = { name: model.nameOf(resource), origin };
  for (const config of reading.objects('CustomOriginConfig')) {
    const plain = config.values('OriginProtocolPolicy').find(({ text }) => {
      const policy = text.toLowerCase();
      return policy === 'http-only' || (policy === 'match-viewer' && isPlain);
    });
    if (plain !== undefined) {
      // The website of a bucket speaks nothing else: endpoint/require-origin-access-control advises against it.
      const cap = kind === 'bucket-website' ? { atMost: 'info' as const } : {};
      const evidence = `${origin} OriginProtocolPolicy ${plain.text}`;
      yield { message: 'plainOrigin', resource, at: plain.at, evidence, data: { ...common, value: plain.text }, ...cap };
    }
    if (config.isAlways(['OriginProtocolPolicy'], ['http-only']) === 'yes') continue;
    const old = config.values('OriginSSLProtocols', '*').filter((value) => value.kind === 'literal' && isOldVersion(value));
    const [first] = old;
    if (first === undefined) continue;
    const value = old.map(({ text }) => text).join(', ');
    yield { message: 'oldOrigin', resource, at: first.at, evidence: `${origin} OriginSSLProtocols ${value}`, data: { ...common, value } };
  }
}
