import { defineRule } from '../../lib/core/rule';

const key = (properties: { readonly [key: string]: string | number | boolean }) => ({
  Key: { Type: 'AWS::KMS::Key', Properties: properties },
});

/** Only symmetric keys whose material AWS makes can rotate by themselves. */
const symmetric = ['SYMMETRIC_DEFAULT'];
const madeByAws = ['AWS_KMS'];

export default defineRule({
  meta: {
    id: 'data/require-key-rotation',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Symmetric keys rotate',
    rationale:
      'A key that never changes protects everything that was ever encrypted with it. Rotation gives it new material each year and keeps the old for decrypting, so that nothing else has to change.',
    references: ['https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'],
    catalogue: ['DATA-KMS-ROTATION'],
    peers: [
      'CKV_AWS_7',
      'cfn_nag F19',
      'AWS-0065',
      'guard CMK_BACKING_KEY_ROTATION_ENABLED',
      'cdk-nag AwsSolutions-KMS5',
      'Security Hub KMS.4',
    ],
  },
  messages: {
    noRotation: {
      what: 'key "{name}" does not rotate: EnableKeyRotation is {value}',
      fix: 'set EnableKeyRotation to "true"; in CDK "enableKeyRotation: true"',
    },
  },
  examples: {
    valid: [
      { title: 'a key that rotates', resources: key({ EnableKeyRotation: true, RotationPeriodInDays: 180 }) },
      { title: 'a key pair, which cannot rotate', resources: key({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }) },
    ],
    invalid: [{ title: 'a key that stays as it is', resources: key({ EnableKeyRotation: false }), reports: ['noRotation'] }],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::KMS::Key')) {
      for (const reading of model.readingsOf(resource)) {
        const rotates = [reading.canBe(['KeySpec'], symmetric, 'yes'), reading.canBe(['Origin'], madeByAws, 'yes')];
        if (rotates.includes('no')) continue;
        // The deployment may choose a kind of key that cannot rotate.
        const cap = rotates.includes('unknown') ? { atMost: 'info' as const } : {};
        for (const { kind, text, at } of reading.values('EnableKeyRotation')) {
          if (kind !== 'absent' && !(kind === 'literal' && text.toLowerCase() === 'false')) continue;
          const value = kind === 'absent' ? 'absent' : 'false';
          yield {
            message: 'noRotation' as const,
            resource,
            at,
            evidence: `EnableKeyRotation ${value}`,
            data: { name: model.nameOf(resource), value: kind === 'absent' ? value : `"${text}"` },
            ...cap,
          };
        }
      }
    }
  },
});
