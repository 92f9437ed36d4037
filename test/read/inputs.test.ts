import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Json } from '../../lib/core/json';
import { buildTemplates } from '../../lib/core/template';
import { type ReadInputs, readInputs } from '../../lib/read';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: Json): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

function read(...paths: string[]): ReadInputs {
  return readInputs(paths, folder);
}

function names({ inputs }: ReadInputs): string[] {
  return inputs.map(({ name }) => name);
}

function messages({ problems }: ReadInputs): string[] {
  return problems.map(({ template, message }) => `${template}: ${message}`);
}

const TEMPLATE = { Resources: { B: { Type: 'AWS::S3::Bucket' } } };

describe('a file', () => {
  test('is named by its path from the working folder', () => {
    write('a/b.template.json', TEMPLATE);
    expect(read('a/b.template.json')).toMatchObject({
      inputs: [{ name: 'a/b.template.json', body: TEMPLATE }],
      problems: [],
      isWhole: false,
    });
    expect(names(read(join(folder, 'a', 'b.template.json')))).toEqual(['a/b.template.json']);
    expect(names(readInputs(['../b.template.json'], join(folder, 'a', 'c')))).toEqual(['../b.template.json']);
  });

  test('may begin with a byte order mark', () => {
    write('a.json', `\uFEFF${JSON.stringify(TEMPLATE)}`);
    expect(read('a.json')).toMatchObject({ inputs: [{ name: 'a.json', body: TEMPLATE }], problems: [] });
  });

  test('may be JSON or YAML whatever its name', () => {
    write('a.template', JSON.stringify(TEMPLATE));
    write('b.template', 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n');
    write('c.yaml', JSON.stringify(TEMPLATE));
    write('d.txt', 'Resources: {B: {Type: "AWS::S3::Bucket"}}');
    write('e.template', '{Resources: {B: {Type: AWS::S3::Bucket}}}');
    const { inputs, problems } = read('a.template', 'b.template', 'c.yaml', 'd.txt', 'e.template');
    expect(problems).toEqual([]);
    expect(inputs.map(({ body }) => body)).toEqual([TEMPLATE, TEMPLATE, TEMPLATE, TEMPLATE, TEMPLATE]);
  });

  test('that two paths lead to is read once', () => {
    write('a/b.json', TEMPLATE);
    expect(names(read('a/b.json', 'a', './a/b.json'))).toEqual(['a/b.json']);
  });

  test.each<[string, string, string]>([
    ['no.json', '', 'not valid JSON: unexpected end of JSON input at line 1, column 1'],
    ['no.json', '{\n  "Resources": {,}\n}', `not valid JSON: expected property name or '}' at line 2, column 17`],
    ['no.json', '{"Resources": {', "not valid JSON: expected property name or '}' at line 1, column 16"],
    ['no.json', '[]', 'not a CloudFormation template: it has no "Resources"'],
    ['no.json', '{"a": 1}', 'not a CloudFormation template: it has no "Resources"'],
    ['no.yaml', '', 'not a CloudFormation template: it has no "Resources"'],
    [
      'no.yaml',
      'a: [',
      'not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5',
    ],
  ])('%s with %j is a problem', (name, content, message) => {
    write(name, content);
    expect(messages(read(name))[0]).toBe(`${name}: ${message}`);
  });

  test('that does not exist is a problem, and the others are read', () => {
    write('a.json', TEMPLATE);
    const result = read('gone.json', 'a.json', 'gone/too');
    expect(names(result)).toEqual(['a.json']);
    expect(messages(result)).toEqual(['gone.json: no such file or folder', 'gone/too: no such file or folder']);
  });

  test('nested deeper than a parser can follow is a problem', () => {
    write('deep.yaml', `Resources: ${'['.repeat(100_000)}`);
    write('deep.json', `{"Resources": {"\\"[": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`);
    write('a.json', TEMPLATE);
    const result = read('deep.yaml', 'deep.json', 'a.json');
    expect(names(result)).toContain('a.json');
    expect(messages(result)[0]).toMatch(/^deep\.yaml: not valid YAML: /);
    expect(messages(result)).toContain('deep.json: nested deeper than 1000 levels');
  });
});

describe('a folder', () => {
  test('is searched for templates, in a stable order; other files are left alone', () => {
    write('z.template.json', TEMPLATE);
    write('b/a.yml', 'Resources: {}');
    write('a.yaml', 'Resources:\n  B: {Type: x}');
    write('old.template', JSON.stringify(TEMPLATE));
    write('package.json', { name: 'x' });
    write('list.json', []);
    write('config.json', { Resources: 'none' });
    write('broken.json', '{');
    write('other.yaml', 'kind: Deployment\n---\nkind: Resources\n');
    write('readme.md', 'Resources: {}');
    write('node_modules/x/template.json', TEMPLATE);
    write('asset.abc/template.json', TEMPLATE);
    expect(read('.')).toMatchObject({ problems: [] });
    expect(names(read('.'))).toEqual(['a.yaml', 'b/a.yml', 'old.template', 'z.template.json']);
  });

  test('with a template that is broken says so', () => {
    write('a.template.json', '{"Resources": {"B": {"Type": "AWS::S3::Bucket"');
    expect(messages(read('.'))[0]).toMatch(/^a\.template\.json: not valid JSON: .* at line 1, column 47$/);
  });

  test('without a template is a problem', () => {
    write('a/package.json', { name: 'x' });
    expect(messages(read('a'))).toEqual(['a: no template in this folder']);
  });

  test('that leads back to itself ends', () => {
    write('a/b.json', TEMPLATE);
    symlinkSync(folder, join(folder, 'a', 'loop'));
    expect(names(read('.'))).toEqual(['a/b.json']);
  });

  test('links a template that another deploys by its path', () => {
    const parent = (url: Json) => ({ Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } } });
    write('parent.json', parent('nested/child.yaml'));
    write('other.json', parent({ 'Fn::Sub': 'https://${Bucket}.s3.amazonaws.com/v1/other-child.json?x=1' }));
    write('joined.json', parent({ 'Fn::Join': ['/', ['https://host', { Ref: 'Prefix' }, 'joined-child.json']] }));
    write('nested/child.yaml', 'Resources: {}');
    write('other-child.json', TEMPLATE);
    write('joined-child.json', TEMPLATE);
    const links = Object.fromEntries(read('.').inputs.map(({ name, nestedIn }) => [name, nestedIn?.map(({ template }) => template)]));
    expect(links).toEqual({
      'joined-child.json': ['joined.json'],
      'joined.json': undefined,
      'nested/child.yaml': ['parent.json'],
      'other-child.json': ['other.json'],
      'other.json': undefined,
      'parent.json': undefined,
    });
  });
});

describe('an assembly', () => {
  const stack = (templateFile: string, more: { [key: string]: Json } = {}): Json => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile },
    ...more,
  });
  const HASH = 'ab'.repeat(32);

  test('is read by its manifest: stacks, their environments, nested assemblies', () => {
    write('cdk.out/manifest.json', {
      version: '36.0.0',
      artifacts: {
        B: stack('B.template.json', { environment: 'aws://111122223333/eu-west-1' }),
        A: stack('A.template.json', { environment: 'aws://unknown-account/us-east-1' }),
        'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod', displayName: 'Prod' } },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    });
    write('cdk.out/assembly-Prod/manifest.json', {
      version: '36.0.0',
      artifacts: { ProdOrders: stack('ProdOrders.template.json', { displayName: 'Prod/Orders' }) },
    });
    for (const name of ['A', 'B', 'assembly-Prod/ProdOrders', 'Stale']) write(`cdk.out/${name}.template.json`, TEMPLATE);
    const { inputs, problems } = read('cdk.out');
    expect(problems).toEqual([]);
    expect(inputs.map(({ body: _body, constructPaths: _paths, ...about }) => about)).toEqual([
      { name: 'cdk.out/B.template.json', stack: 'B', stackName: 'B', account: '111122223333', region: 'eu-west-1' },
      { name: 'cdk.out/A.template.json', stack: 'A', stackName: 'A', region: 'us-east-1' },
      { name: 'cdk.out/assembly-Prod/ProdOrders.template.json', stack: 'Prod/Orders', stackName: 'ProdOrders' },
    ]);
    expect(names(read('.'))).toEqual(names(read('cdk.out')));
  });

  test('finds nested stacks by path, by hash, and those that nobody names', () => {
    const nested = (resource: { [key: string]: Json }) => ({ Type: 'AWS::CloudFormation::Stack', ...resource });
    write('cdk.out/manifest.json', {
      version: '36.0.0',
      artifacts: {
        A: stack('A.template.json', { environment: 'aws://1/r' }),
        'A.assets': { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } },
      },
    });
    write('cdk.out/A.assets.json', { files: { [HASH]: { source: { path: 'ByHash.nested.template.json' } } } });
    write('cdk.out/A.template.json', {
      Resources: {
        One: nested({ Properties: { TemplateURL: 'x' }, Metadata: { 'aws:asset:path': 'ByPath.nested.template.json' } }),
        Two: nested({ Properties: { TemplateURL: { 'Fn::Join': ['', ['https://', { Ref: 'AWS::URLSuffix' }, `/${HASH}.json`]] } } }),
      },
    });
    write('cdk.out/ByPath.nested.template.json', {
      Resources: { Inner: nested({ Metadata: { 'aws:asset:path': 'Inner.nested.template.json' } }) },
    });
    for (const name of ['ByHash', 'Inner', 'Orphan']) write(`cdk.out/${name}.nested.template.json`, TEMPLATE);
    const { inputs, problems } = read('cdk.out');
    expect(problems).toEqual([]);
    expect(inputs.map(({ body: _body, constructPaths: _paths, ...about }) => about)).toEqual([
      { name: 'cdk.out/A.template.json', stack: 'A', stackName: 'A', account: '1', region: 'r' },
      {
        name: 'cdk.out/ByHash.nested.template.json',
        stack: 'A',
        account: '1',
        region: 'r',
        nestedIn: [{ template: 'cdk.out/A.template.json', logicalId: 'Two' }],
      },
      {
        name: 'cdk.out/ByPath.nested.template.json',
        stack: 'A',
        account: '1',
        region: 'r',
        nestedIn: [{ template: 'cdk.out/A.template.json', logicalId: 'One' }],
      },
      {
        name: 'cdk.out/Inner.nested.template.json',
        stack: 'A',
        account: '1',
        region: 'r',
        nestedIn: [{ template: 'cdk.out/ByPath.nested.template.json', logicalId: 'Inner' }],
      },
      { name: 'cdk.out/Orphan.nested.template.json' },
    ]);
  });

  test('takes construct paths from the tree when the templates carry none', () => {
    const resource = (path: string, logicalId: string) => ({
      id: 'r',
      path,
      attributes: { 'aws:cdk:cloudformation:logicalId': logicalId },
    });
    write('cdk.out/manifest.json', { version: '36.0.0', artifacts: { A: stack('A.template.json'), B: stack('B.template.json') } });
    write('cdk.out/tree.json', {
      tree: {
        id: 'App',
        path: '',
        children: {
          A: {
            path: 'A',
            constructInfo: { fqn: 'aws-cdk-lib.Stack' },
            children: {
              Bucket: { path: 'A/Bucket', children: { Resource: resource('A/Bucket/Resource', 'B') } },
              Sub: { path: 'A/Sub', constructInfo: { fqn: 'aws-cdk-lib.NestedStack' }, children: { T: resource('A/Sub/T', 'B') } },
              'Sub.NestedStack': { path: 'A/Sub.NestedStack', children: { R: resource('A/Sub.NestedStack/Sub.NestedStackResource', 'N') } },
            },
          },
        },
      },
    });
    write('cdk.out/A.template.json', {
      Resources: {
        ...TEMPLATE.Resources,
        N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'Sub.nested.template.json' } },
      },
    });
    write('cdk.out/Sub.nested.template.json', TEMPLATE);
    write('cdk.out/B.template.json', { Resources: { B: { Type: 'x', Metadata: { 'aws:cdk:path': 'B/B' } } } });
    const { templates } = buildTemplates(read('cdk.out').inputs);
    expect(templates.map(({ resources }) => resources.get('B')?.constructPath)).toEqual(['A/Bucket/Resource', 'B/B', 'A/Sub/T']);
  });

  test('that names what does not exist says so', () => {
    write('cdk.out/manifest.json', {
      version: '1',
      artifacts: { A: stack('gone.json'), P: { type: 'cdk:cloud-assembly', properties: { directoryName: 'gone' } } },
    });
    expect(messages(read('cdk.out'))).toEqual([
      'cdk.out/manifest.json: the template of stack "A" does not exist',
      'cdk.out/manifest.json: nested assembly "P" does not exist or has no manifest',
    ]);
  });

  test('may have stacks without resources: they are not deployed', () => {
    write('cdk.out/manifest.json', { version: '1', artifacts: { A: stack('A.template.json'), B: stack('B.template.json') } });
    write('cdk.out/A.template.json', { Parameters: {}, Rules: {} });
    write('cdk.out/B.template.json', { Transform: 'Macro' });
    const result = read('cdk.out');
    expect(result.inputs.map(({ name, body }) => [name, body])).toEqual([
      ['cdk.out/A.template.json', { Parameters: {}, Rules: {}, Resources: {} }],
    ]);
    expect(messages(result)).toEqual(['cdk.out/B.template.json: not a CloudFormation template: it has no "Resources"']);
  });

  test('with a broken manifest is a folder of templates, and a problem', () => {
    write('cdk.out/cdk.out', { version: '1' });
    write('cdk.out/manifest.json', '{');
    write('cdk.out/A.template.json', TEMPLATE);
    const result = read('cdk.out');
    expect(names(result)).toEqual(['cdk.out/A.template.json']);
    expect(messages(result)[0]).toMatch(/^cdk\.out\/manifest\.json: not valid JSON/);
  });
});
