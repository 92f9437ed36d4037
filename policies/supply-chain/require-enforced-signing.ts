import { defineRule } from '../../lib/core/rule';

const config = (more: { readonly [key: string]: { readonly [key: string]: string } }) => ({
  Signing: {
    Type: 'AWS::Lambda::CodeSigningConfig',
    Properties: {
      AllowedPublishers: { SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/orders/a1'] },
      ...more,
    },
  },
});

export default defineRule({
  meta: {
    id: 'supply-chain/require-enforced-signing',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Code signing refuses what is not signed',
    rationale: 'A signing configuration that only warns lets unsigned and altered code in: it looks like a protection and is a metric.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html#config-codesigning-policies'],
    catalogue: ['SC-NO-CODE-SIGNING'],
    peers: [],
  },
  messages: {
    onlyWarns: {
      what: 'signing configuration "{name}" lets unsigned code in: UntrustedArtifactOnDeployment is {value}',
      fix: 'set CodeSigningPolicies.UntrustedArtifactOnDeployment to "Enforce"; in CDK "untrustedArtifactOnDeployment: lambda.UntrustedArtifactOnDeployment.ENFORCE"',
    },
  },
  examples: {
    valid: [
      { title: 'unsigned code is refused', resources: config({ CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } }) },
    ],
    invalid: [{ title: 'the default, which only warns', resources: config({}), reports: ['onlyWarns'] }],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::Lambda::CodeSigningConfig')) {
      for (const reading of model.readingsOf(resource)) {
        for (const { kind, text, at } of reading.values('CodeSigningPolicies', 'UntrustedArtifactOnDeployment')) {
          if (kind !== 'absent' && text.toLowerCase() !== 'warn') continue;
          const value = kind === 'absent' ? 'absent, which means "Warn"' : `"${text}"`;
          const evidence = `UntrustedArtifactOnDeployment ${text || 'absent'}`;
          yield { message: 'onlyWarns' as const, resource, at, evidence, data: { name: model.nameOf(resource), value } };
        }
      }
    }
  },
});
