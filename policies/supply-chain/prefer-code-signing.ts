import { defineRule } from '../../lib/core/rule';

const fn = (more: { readonly [key: string]: string }) => ({
  Orders: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'code', S3Key: 'orders.zip' },
      Role: 'arn:aws:iam::111122223333:role/orders',
      ...more,
    },
  },
});

export default defineRule({
  meta: {
    id: 'supply-chain/prefer-code-signing',
    severity: { recommended: 'off', strict: 'info', critical: 'off' },
    title: 'Functions take only signed code',
    rationale:
      'With code signing, Lambda refuses code that was not signed by a profile that the owners trust, also from somebody who may update the function. It pays where many people and pipelines may deploy.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html'],
    catalogue: ['SC-NO-CODE-SIGNING'],
    peers: ['CKV_AWS_272'],
  },
  messages: {
    unsigned: {
      what: 'function "{name}" takes code that nobody signed',
      fix: 'set CodeSigningConfigArn to an AWS::Lambda::CodeSigningConfig; in CDK "codeSigningConfig"',
    },
  },
  examples: {
    valid: [
      { title: 'signed code', resources: fn({ CodeSigningConfigArn: 'arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1' }) },
    ],
    invalid: [{ title: 'any code', resources: fn({}), reports: ['unsigned'] }],
  },
  *check(model) {
    for (const { resource } of model.functions) {
      if (model.isProvided(resource)) continue;
      for (const reading of model.readingsOf(resource)) {
        // Images are signed in the registry, and code that stands in the template is signed with nothing.
        const isImage = reading.canBe(['PackageType'], ['Image']) !== 'no' || !reading.lacks('ImageUri');
        if (isImage || !reading.lacks('CodeSigningConfigArn')) continue;
        yield {
          message: 'unsigned' as const,
          resource,
          at: reading.at,
          evidence: 'CodeSigningConfigArn absent',
          data: { name: model.nameOf(resource) },
        };
      }
    }
  },
});
