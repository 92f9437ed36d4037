import type { JsonObject } from '../../lib/core/json';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import type { Severity } from '../../lib/core/result';
import { defineRule } from '../../lib/core/rule';

type Message = 'switchedOff' | 'oneRegion' | 'notValidated' | 'ownKeyMissing' | 'noLogGroup';

/** What a trail should say, and what it is called when it does not. */
const switches: readonly (Switch & { readonly message: Message; readonly atMost?: Severity })[] = [
  { message: 'switchedOff', path: ['IsLogging'], on: ['false'] },
  { message: 'oneRegion', path: ['IsMultiRegionTrail'], on: ['false'], onWithout: true },
  { message: 'notValidated', path: ['EnableLogFileValidation'], on: ['false'], onWithout: true },
  { message: 'ownKeyMissing', path: ['KMSKeyId'], on: [], onWithout: true, atMost: 'info' },
  { message: 'noLogGroup', path: ['CloudWatchLogsLogGroupArn'], on: [], onWithout: true, atMost: 'info' },
];

const trail = (properties: JsonObject): JsonObject => ({
  Trail: {
    Type: 'AWS::CloudTrail::Trail',
    Properties: {
      IsLogging: true,
      S3BucketName: 'trails',
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: 'alias/trails',
      CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:trails:*',
      ...properties,
    },
  },
});
const without: JsonObject = { Ref: 'AWS::NoValue' };

export default defineRule<Message>({
  meta: {
    id: 'observability/require-complete-trail',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Trails record every region, and show when their files were changed',
    rationale:
      'A trail of one region misses what happens in all others, where intruders like to work. Without validation nobody can show that its files are those that CloudTrail wrote.',
    references: [
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',
    ],
    catalogue: ['OBS-S3-ACCESS-LOG'],
    peers: [
      'CKV_AWS_35',
      'CKV_AWS_36',
      'CKV_AWS_67',
      'AWS-0014',
      'AWS-0015',
      'AWS-0016',
      'AWS-0162',
      'Security Hub CloudTrail.1',
      'Security Hub CloudTrail.2',
      'Security Hub CloudTrail.4',
      'Security Hub CloudTrail.5',
    ],
  },
  messages: {
    switchedOff: {
      what: 'trail "{name}" has IsLogging {value}: it records nothing',
      fix: 'set IsLogging to true (cloudtrail.Trail does)',
    },
    oneRegion: {
      what: 'trail "{name}" records one region: IsMultiRegionTrail is {value}',
      fix: 'set IsMultiRegionTrail to true ("isMultiRegionTrail: true" of cloudtrail.Trail, its default)',
    },
    notValidated: {
      what: 'files of trail "{name}" can be changed unseen: EnableLogFileValidation is {value}',
      fix: 'set EnableLogFileValidation to true ("enableFileValidation: true" of cloudtrail.Trail, its default)',
    },
    ownKeyMissing: {
      what: 'trail "{name}" names no KMSKeyId: whoever may read its bucket reads all it recorded',
      fix: 'set KMSKeyId ("encryptionKey" of cloudtrail.Trail)',
    },
    noLogGroup: {
      what: 'trail "{name}" names no CloudWatchLogsLogGroupArn: no alarm can watch it',
      fix: 'set CloudWatchLogsLogGroupArn ("sendToCloudWatchLogs: true" of cloudtrail.Trail)',
    },
  },
  examples: {
    valid: [{ title: 'a trail of all regions, validated, encrypted and watched', resources: trail({}) }],
    invalid: [
      { title: 'a trail that is switched off', resources: trail({ IsLogging: false }), reports: ['switchedOff'] },
      { title: 'a trail of one region', resources: trail({ IsMultiRegionTrail: without }), reports: ['oneRegion'] },
      { title: 'files without validation', resources: trail({ EnableLogFileValidation: false }), reports: ['notValidated'] },
      { title: 'files without a key of the owner', resources: trail({ KMSKeyId: without }), reports: ['ownKeyMissing'] },
      { title: 'a trail that nothing watches', resources: trail({ CloudWatchLogsLogGroupArn: without }), reports: ['noLogGroup'] },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::CloudTrail::Trail')) {
      for (const { message, atMost, ...given } of switches) {
        for (const position of positionsOf(model, resource, given)) {
          if (position.state === 'undecided') continue;
          const { data, ...fact } = switchFact(model, position);
          const value = position.state === 'default' ? 'absent' : position.value;
          yield { message, ...fact, data: { ...data, value }, ...(atMost === undefined ? {} : { atMost }) };
        }
      }
    }
  },
});
