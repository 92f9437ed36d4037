/**
 * Stands for the AWS SDK that the Lambda runtime has: `node --import ./test/demo/aws-sdk-stub.mjs`. Every client writes what is
 * sent to `globalThis.calls`, as the IAM action with its input, and answers from `globalThis.answers`.
 */
import { register } from 'node:module';

const commands = {
  '@aws-sdk/client-dynamodb': {},
  '@aws-sdk/lib-dynamodb': { GetCommand: 'dynamodb:GetItem', PutCommand: 'dynamodb:PutItem', QueryCommand: 'dynamodb:Query' },
  '@aws-sdk/client-s3': { PutObjectCommand: 's3:PutObject' },
  '@aws-sdk/client-sqs': { SendMessageCommand: 'sqs:SendMessage' },
};

globalThis.calls = [];
globalThis.answers = {};

function moduleOf(actions) {
  const client = `class Client {
    static from() { return new Client(); }
    async send({ action, input }) { globalThis.calls.push({ action, input }); return globalThis.answers[action]?.(input) ?? {}; }
  }`;
  const classes = Object.entries(actions).map(
    ([name, action]) => `export class ${name} { constructor(input) { this.action = '${action}'; this.input = input; } }`,
  );
  return `${client}\n${classes.join('\n')}\nexport { Client as DynamoDBClient, Client as DynamoDBDocumentClient, Client as S3Client, Client as SQSClient };`;
}

const urls = Object.fromEntries(
  Object.entries(commands).map(([name, actions]) => [name, `data:text/javascript,${encodeURIComponent(moduleOf(actions))}`]),
);
const hooks = `const urls = ${JSON.stringify(urls)};
export async function resolve(specifier, context, next) {
  return urls[specifier] === undefined ? next(specifier, context) : { url: urls[specifier], shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
