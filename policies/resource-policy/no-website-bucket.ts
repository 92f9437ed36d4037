import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { openBlocksOf, publicAccessOf } from '../../lib/core/model/public-bucket';
import type { Reading } from '../../lib/core/model/reading';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'publicWebsite' | 'website' | 'redirect';

const site = (more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::S3::Bucket',
  Properties: { WebsiteConfiguration: { IndexDocument: 'index.html' }, ...more },
});

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-website-bucket',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Websites are served by CloudFront, not by buckets',
    rationale:
      'The website endpoint of a bucket speaks plain HTTP alone, and serves only what is public to everyone: no TLS, no firewall, no log of who asked. CloudFront reads a private bucket with origin access control.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    ],
    catalogue: ['RP-S3-WEBSITE'],
    peers: ['cdk-nag AwsSolutions-S5'],
  },
  messages: {
    publicWebsite: {
      what: 'bucket "{name}" is a website by WebsiteConfiguration, and {opening}: everyone reads it over plain HTTP',
      fix: 'remove WebsiteConfiguration ("websiteIndexDocument") and the public access, and put CloudFront before it with "S3BucketOrigin.withOriginAccessControl(bucket)"',
    },
    website: {
      what: 'bucket "{name}" is a website by WebsiteConfiguration, and no CloudFront distribution of the input reads it with origin access control',
      fix: 'remove WebsiteConfiguration ("websiteIndexDocument"), and put CloudFront before it with "S3BucketOrigin.withOriginAccessControl(bucket)" and "defaultRootObject"',
    },
    redirect: {
      what: 'bucket "{name}" redirects all requests over plain HTTP',
      fix: 'let a CloudFront function redirect instead, so that the first request is encrypted as well',
    },
  },
  examples: {
    valid: [
      { title: 'a bucket that is no website', resources: { Site: { Type: 'AWS::S3::Bucket', Properties: {} } } },
      {
        title: 'a website that CloudFront alone reads',
        resources: {
          Site: site(),
          Distribution: {
            Type: 'AWS::CloudFront::Distribution',
            Properties: {
              DistributionConfig: {
                Enabled: true,
                Origins: [
                  {
                    Id: 'site',
                    DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] },
                    OriginAccessControlId: 'E2EXAMPLE',
                    S3OriginConfig: {},
                  },
                ],
              },
            },
          },
        },
      },
    ],
    invalid: [
      { title: 'a website that is served as such', resources: { Site: site() }, reports: ['website'] },
      { title: 'a public website', resources: { Site: site({ AccessControl: 'PublicRead' }) }, reports: ['publicWebsite'] },
      {
        title: 'a redirect',
        resources: { Site: site({ WebsiteConfiguration: { RedirectAllRequestsTo: { HostName: 'www.example.com' } } }) },
        reports: ['redirect'],
      },
    ],
  },
  *check(model): Iterable<Fact<Message>> {
    const sites = model.resourcesOfType('AWS::S3::Bucket').filter(({ properties }) => properties.WebsiteConfiguration !== undefined);
    if (sites.length === 0) return;
    const fronts = frontsOf(model);
    for (const resource of sites) {
      for (const reading of model.readingsOf(resource)) {
        const [first] = reading.values('WebsiteConfiguration').filter(({ kind }) => kind !== 'absent');
        if (first === undefined) continue;
        const common = { resource, at: first.at, evidence: 'WebsiteConfiguration', data: { name: model.nameOf(resource) } };
        if (reading.objects('WebsiteConfiguration', 'RedirectAllRequestsTo').length > 0) {
          yield { ...common, message: 'redirect', evidence: 'RedirectAllRequestsTo', atMost: 'info' };
          continue;
        }
        const opening = publicAccessOf(model, resource) ?? openingOf(reading);
        if (opening !== undefined) yield { ...common, message: 'publicWebsite', data: { ...common.data, opening } };
        else if (!fronts.signed.has(resource) || fronts.unsigned.has(resource)) yield { ...common, message: 'website', atMost: 'warning' };
      }
    }
  },
});

function openingOf(reading: Reading): string | undefined {
  const off = openBlocksOf(reading).find(
    ({ name, state }) => state !== 'undecided' && (name === 'BlockPublicPolicy' || name === 'RestrictPublicBuckets'),
  );
  return off === undefined ? undefined : `its ${off.name} is ${off.shown}`;
}

/** Buckets that distributions of the input read: with origin access control or identity, or without. */
function frontsOf(model: Model): { readonly signed: ReadonlySet<Resource>; readonly unsigned: ReadonlySet<Resource> } {
  const signed = new Set<Resource>();
  const unsigned = new Set<Resource>();
  for (const distribution of model.resourcesOfType('AWS::CloudFront::Distribution')) {
    for (const origin of model.readingsOf(distribution).flatMap((reading) => reading.objects('DistributionConfig', 'Origins'))) {
      const isSigned = isSet(origin, 'OriginAccessControlId') || isSet(origin, 'S3OriginConfig', 'OriginAccessIdentity');
      for (const { value } of origin.values('DomainName')) {
        for (const part of partsOf(value ?? '')) {
          if (typeof part === 'string' || part.kind !== 'resource' || part.resourceType !== 'AWS::S3::Bucket') continue;
          const bucket = model.templates.find(({ name }) => name === part.template)?.resources.get(part.logicalId);
          if (bucket !== undefined) (isSigned ? signed : unsigned).add(bucket);
        }
      }
    }
  }
  return { signed, unsigned };
}

function isSet(origin: Reading, ...path: readonly string[]): boolean {
  return origin.values(...path).every(({ kind, text }) => kind === 'symbolic' || text !== '');
}
