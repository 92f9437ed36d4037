import { defineRule } from '../../lib/core/rule';

const repository = (properties: { readonly [key: string]: { readonly [key: string]: boolean } }) => ({
  Web: { Type: 'AWS::ECR::Repository', Properties: properties },
});

export default defineRule({
  meta: {
    id: 'supply-chain/require-image-scan',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Images are scanned for known vulnerabilities',
    rationale: 'A scan on push says which packages of an image have known flaws before the image runs, and costs nothing.',
    references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html'],
    catalogue: ['SC-ECR-SCAN'],
    peers: ['CKV_AWS_163', 'cfn_nag W79', 'AWS-0030', 'guard ECR_REPO_SCAN_ON_PUSH', 'Security Hub ECR.1'],
  },
  messages: {
    notScanned: {
      what: 'images in repository "{name}" are not scanned when they are pushed: ScanOnPush is {value}',
      fix: 'set ImageScanningConfiguration.ScanOnPush to "true" ("imageScanOnPush: true"), or scan the whole registry with an AWS::ECR::RegistryScanningConfiguration',
    },
  },
  examples: {
    valid: [
      { title: 'a scan on push', resources: repository({ ImageScanningConfiguration: { ScanOnPush: true } }) },
      {
        title: 'scans of the registry',
        resources: {
          ...repository({}),
          Scans: {
            Type: 'AWS::ECR::RegistryScanningConfiguration',
            Properties: {
              ScanType: 'ENHANCED',
              Rules: [{ ScanFrequency: 'CONTINUOUS_SCAN', RepositoryFilters: [{ Filter: '*', FilterType: 'WILDCARD' }] }],
            },
          },
        },
      },
    ],
    invalid: [{ title: 'no scan', resources: repository({}), reports: ['notScanned'] }],
  },
  *check(model) {
    const repositories = model.resourcesOfType('AWS::ECR::Repository');
    if (repositories.length === 0) return;
    const scansRegistry = model
      .resourcesOfType('AWS::ECR::RegistryScanningConfiguration')
      .some((each) => model.values(each, 'Rules', '*', 'ScanFrequency').some(({ value }) => value !== 'MANUAL'));
    if (scansRegistry) return;
    for (const resource of repositories) {
      for (const reading of model.readingsOf(resource)) {
        for (const { kind, text, at } of reading.values('ImageScanningConfiguration', 'ScanOnPush')) {
          if (kind !== 'absent' && text.toLowerCase() !== 'false') continue;
          const data = { name: model.nameOf(resource), value: kind === 'absent' ? 'absent' : `"${text}"` };
          yield { message: 'notScanned' as const, resource, at, evidence: `ScanOnPush ${text.toLowerCase() || 'absent'}`, data };
        }
      }
    }
  },
});
