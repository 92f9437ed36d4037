import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-endpoint-volume-key',
    severity: 'warning',
    title: 'Endpoints of SageMaker encrypt their volumes with a key of their owners',
    rationale:
      "The volume of an endpoint holds the model and what is captured of requests. With a key of one's own, who may read it is decided, and logged, in one place.",
    references: ['https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html'],
    peers: ['cdk-nag SageMakerEndpointConfigurationKMSKeyConfigured'],
  },
  nag: { rule: 'sagemaker.SageMakerEndpointConfigurationKMSKeyConfigured', types: ['AWS::SageMaker::EndpointConfig'] },
  property: ['KmsKeyId'],
  what: 'endpoint configuration "{name}" has KmsKeyId {value}: no key of its owners encrypts the volume',
  fix: 'set "KmsKeyId" ("kmsKeyId: key.keyArn" of sagemaker.CfnEndpointConfig); instances with NVMe storage encrypt by themselves and refuse a key: switch the rule off there',
  examples: {
    valid: [
      {
        title: 'a key',
        resources: {
          Endpoint: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { KmsKeyId: 'alias/models', ProductionVariants: [] } },
        },
      },
    ],
    invalid: [
      { title: 'no key', resources: { Endpoint: { Type: 'AWS::SageMaker::EndpointConfig', Properties: { ProductionVariants: [] } } } },
    ],
  },
});
