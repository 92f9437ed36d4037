import { defineNagRule } from '../../lib/core/nag-rule';

export default defineNagRule({
  meta: {
    id: 'data/require-conversation-log-key',
    severity: 'warning',
    title: 'Conversation logs of bots are encrypted with a key of their owners',
    rationale:
      "What people tell a bot, and their voices, are personal data in the words of the persons themselves. A key of one's own decides who may read the logs besides the users of the bucket or log group.",
    references: ['https://docs.aws.amazon.com/lexv2/latest/dg/conversation-logs-encrypting.html'],
    peers: ['cdk-nag AwsSolutions-LEX4'],
  },
  nag: { rule: 'lex.LexBotAliasEncryptedConversationLogs', types: ['AWS::Lex::BotAlias'], reads: ['AWS::Logs::LogGroup'] },
  property: ['ConversationLogSettings'],
  evidence: 'conversation logs without a key',
  what: 'alias "{name}" keeps conversation logs that no key of its owners encrypts',
  fix: 'set "KmsKeyArn" of the bucket in "AudioLogSettings", and "KmsKeyId" of the log group in "TextLogSettings"',
  examples: {
    valid: [
      {
        title: 'a key',
        resources: {
          Alias: {
            Type: 'AWS::Lex::BotAlias',
            Properties: {
              BotAliasName: 'live',
              BotId: 'ABCDEFGHIJ',
              ConversationLogSettings: {
                AudioLogSettings: [
                  {
                    Enabled: true,
                    Destination: {
                      S3Bucket: { S3BucketArn: 'arn:aws:s3:::talks', LogPrefix: '', KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' },
                    },
                  },
                ],
              },
            },
          },
        },
      },
    ],
    invalid: [
      {
        title: 'no key',
        resources: {
          Alias: {
            Type: 'AWS::Lex::BotAlias',
            Properties: {
              BotAliasName: 'live',
              BotId: 'ABCDEFGHIJ',
              ConversationLogSettings: {
                AudioLogSettings: [{ Enabled: true, Destination: { S3Bucket: { S3BucketArn: 'arn:aws:s3:::talks', LogPrefix: '' } } }],
              },
            },
          },
        },
      },
    ],
  },
});
