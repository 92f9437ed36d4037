import { defineRule } from '../../lib/core/rule';

const repository = (properties: { readonly [key: string]: string }) => ({ Web: { Type: 'AWS::ECR::Repository', Properties: properties } });

export default defineRule({
  meta: {
    id: 'supply-chain/require-immutable-tags',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Tags of images cannot be moved',
    rationale: 'Where tags can be moved, whoever may push replaces what runs under a tag that was tested and approved.',
    references: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html'],
    catalogue: ['SC-ECR-MUTABLE'],
    peers: ['CKV_AWS_51', 'AWS-0031', 'Security Hub ECR.2'],
  },
  messages: {
    mutable: {
      what: 'tags in repository "{name}" can be moved: ImageTagMutability is {value}',
      fix: 'set ImageTagMutability to "IMMUTABLE", or to "IMMUTABLE_WITH_EXCLUSION" with a filter for the tags that have to move; in CDK "imageTagMutability: ecr.TagMutability.IMMUTABLE"',
    },
  },
  examples: {
    valid: [{ title: 'tags that stay', resources: repository({ ImageTagMutability: 'IMMUTABLE' }) }],
    invalid: [{ title: 'the default', resources: repository({}), reports: ['mutable'] }],
  },
  *check(model) {
    for (const type of ['AWS::ECR::Repository', 'AWS::ECR::RepositoryCreationTemplate']) {
      for (const resource of model.resourcesOfType(type)) {
        for (const reading of model.readingsOf(resource)) {
          for (const { kind, text, at } of reading.values('ImageTagMutability')) {
            if (kind !== 'absent' && !text.toUpperCase().startsWith('MUTABLE')) continue;
            const data = { name: model.nameOf(resource), value: kind === 'absent' ? 'absent' : `"${text}"` };
            yield { message: 'mutable' as const, resource, at, evidence: `ImageTagMutability ${text || 'absent'}`, data };
          }
        }
      }
    }
  },
});
