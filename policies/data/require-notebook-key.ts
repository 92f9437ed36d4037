import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-notebook-key',
    severity: 'warning',
    title: 'Notebooks encrypt their volume with a key of their owners',
    rationale:
      "A notebook is where data is copied to be looked at, together with credentials and results. With a key of one's own, who may read its volume is decided, and logged, in one place.",
    references: ['https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html'],
    peers: ['cdk-nag AwsSolutions-SM2'],
  },
  nag: { rule: 'sagemaker.SageMakerNotebookInstanceKMSKeyConfigured', types: ['AWS::SageMaker::NotebookInstance'] },
  property: ['KmsKeyId'],
  what: 'notebook "{name}" has KmsKeyId {value}: no key of its owners encrypts the volume',
  fix: 'set "KmsKeyId" ("kmsKeyId: key.keyArn" of sagemaker.CfnNotebookInstance)',
  examples: {
    valid: [
      {
        title: 'a key',
        resources: {
          Notebook: {
            Type: 'AWS::SageMaker::NotebookInstance',
            Properties: { InstanceType: 'ml.t3.medium', RoleArn: 'arn:aws:iam::111122223333:role/notebook', KmsKeyId: 'alias/notebooks' },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no key',
        resources: {
          Notebook: {
            Type: 'AWS::SageMaker::NotebookInstance',
            Properties: { InstanceType: 'ml.t3.medium', RoleArn: 'arn:aws:iam::111122223333:role/notebook' },
          },
        },
      },
    ],
  },
});
