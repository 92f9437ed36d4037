import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { addChecks } from '../../lib/init/add-checks';
import { diffOf } from '../../lib/init/change';
import { masked } from '../../lib/init/masked';

const templates = join(dirname(require.resolve('aws-cdk/package.json')), 'lib', 'init-templates', 'app');

/** What the CDK CLI writes for a new app. */
function newApp(file: string): string {
  return readFileSync(join(templates, file), 'utf8').replace(/%[^%]*%/g, 'Orders');
}

function changeIn(source: string): string {
  const addition = addChecks(source);
  if (addition.kind !== 'added') return addition.kind === 'present' ? 'present' : addition.reason;
  const { diagnostics } = ts.transpileModule(addition.text, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  expect(addChecks(addition.text)).toEqual({ kind: 'present' });
  return diffOf({ file: 'app', before: source, after: addition.text })
    .split('\n')
    .filter((line) => /^[+-](?![+-])/.test(line))
    .join('\n');
}

test('the TypeScript app of "cdk init"', () => {
  expect(changeIn(newApp('typescript/bin/%name%.template.ts'))).toBe(
    ["+import { LeastPrivilegeChecks } from 'cdk-least-privilege';", '+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());'].join('\n'),
  );
});

test('the JavaScript app of "cdk init"', () => {
  expect(changeIn(newApp('javascript/bin/%name%.template.js'))).toBe(
    ["+const { LeastPrivilegeChecks } = require('cdk-least-privilege');", '+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());'].join(
      '\n',
    ),
  );
});

test('names from the module, double quotes and no semicolons', () => {
  expect(changeIn('import { App, Stack } from "aws-cdk-lib"\n\nconst app = new App()\nnew Stack(app, "S")\n')).toBe(
    [
      '-import { App, Stack } from "aws-cdk-lib"',
      '+import { App, Aspects, Stack } from "aws-cdk-lib"',
      '+import { LeastPrivilegeChecks } from "cdk-least-privilege"',
      '+Aspects.of(app).add(new LeastPrivilegeChecks())',
    ].join('\n'),
  );
});

test('names on lines of their own, an App of another name, with properties over several lines, in a function', () => {
  const source = `import {
  Stack,
  App as CdkApp,
} from 'aws-cdk-lib';

async function main(): Promise<void> {
  const cdkApp: CdkApp = new CdkApp({
    context: { text: ')' }, // (
  }); // the app
  new Stack(cdkApp, 'S');
}
`;
  const addition = addChecks(source);
  expect(addition.kind === 'added' ? addition.text : addition).toBe(
    `import {
  Stack,
  App as CdkApp,
  Aspects,
} from 'aws-cdk-lib';
import { LeastPrivilegeChecks } from 'cdk-least-privilege';

async function main(): Promise<void> {
  const cdkApp: CdkApp = new CdkApp({
    context: { text: ')' }, // (
  }); // the app
  cdkApp;
  new Stack(cdkApp, 'S');
}
`.replace('  cdkApp;\n', '  Aspects.of(cdkApp).add(new LeastPrivilegeChecks());\n'),
  );
});

test.each([
  [
    'an exported App',
    "import * as cdk from 'aws-cdk-lib';\nexport const app = new cdk.App;\n",
    '+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());',
  ],
  [
    'a default import',
    "import cdk from 'aws-cdk-lib';\nlet app = new cdk.App();\n",
    '+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());',
  ],
  [
    'import … = require',
    "import cdk = require('aws-cdk-lib');\nconst app = new cdk.App();\n",
    '+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());',
  ],
  [
    'an App that is assigned',
    "import { App, Aspects as A } from 'aws-cdk-lib';\nlet app: App;\napp = new App();\n",
    '+A.of(app).add(new LeastPrivilegeChecks());',
  ],
  [
    'names of a require',
    "const { App } = require('aws-cdk-lib');\nconst app = new App();\n",
    '+Aspects.of(app).add(new LeastPrivilegeChecks());',
  ],
])('%s', (_title, source, line) => {
  expect(changeIn(source).split('\n').at(-1)).toBe(line);
});

test('line ends of Windows stay', () => {
  const addition = addChecks("import * as cdk from 'aws-cdk-lib';\r\nconst app = new cdk.App();\r\nx();\r\n");
  expect(addition.kind === 'added' ? addition.text.replaceAll('\r\n', '') : '\n').not.toContain('\n');
});

test('a required module is required before it is used', () => {
  const source = "const cdk = require('aws-cdk-lib');\nconst app = new cdk.App();\nconst { S } = require('./s');\n";
  const addition = addChecks(source);
  expect(addition.kind === 'added' ? addition.text.split('\n').slice(0, 4) : []).toEqual([
    "const cdk = require('aws-cdk-lib');",
    "const { LeastPrivilegeChecks } = require('cdk-least-privilege');",
    'const app = new cdk.App();',
    'cdk.Aspects.of(app).add(new LeastPrivilegeChecks());',
  ]);
});

test('the import that is there already is not made twice', () => {
  const source =
    "import * as cdk from 'aws-cdk-lib';\nimport { LeastPrivilegeChecks } from 'cdk-least-privilege';\nconst app = new cdk.App();\n";
  expect(changeIn(source)).toBe('+cdk.Aspects.of(app).add(new LeastPrivilegeChecks());');
});

test.each([
  ['two Apps', "import * as cdk from 'aws-cdk-lib';\nconst a = new cdk.App();\nconst b = new cdk.App();\n", '2 Apps are made here'],
  [
    'an App without a name',
    "import { App, Stack } from 'aws-cdk-lib';\nnew Stack(new App(), 'S');\n",
    'the App is not kept in a variable of its own',
  ],
  [
    'an App that is used at once',
    "import { App } from 'aws-cdk-lib';\nconst x = new App().synth();\n",
    'the App is not kept in a variable of its own',
  ],
  [
    'an App in a list',
    "import { App } from 'aws-cdk-lib';\nconst app = new App(), b = 2;\n",
    'the App is not kept in a variable of its own',
  ],
  ['no App', "import * as cdk from 'aws-cdk-lib';\nexport class S extends cdk.Stack {}\n", 'no App is made here: expected "new cdk.App()"'],
  [
    'an App of another module',
    "import { App } from 'sst';\nconst app = new App();\n",
    'nothing is imported from "aws-cdk-lib" that makes an App',
  ],
  ['types alone', "import type { App } from 'aws-cdk-lib';\n", 'nothing is imported from "aws-cdk-lib" that makes an App'],
  [
    'an App in a comment and in a text',
    "import * as cdk from 'aws-cdk-lib';\n// const app = new cdk.App();\nconst t = `const app = new cdk.App()`;\n",
    'no App is made here: expected "new cdk.App()"',
  ],
])('is not sure about %s', (_title, source, reason) => {
  expect(addChecks(source)).toEqual({ kind: 'unclear', reason });
});

describe('masked', () => {
  test.each([
    ["a = 'x // y'; // c", "a = '      ';     "],
    ['a = `x${ f(`}`) }` + 1', 'a = `            ` + 1'],
    ['a = b / c / d', 'a = b / c / d'],
    ['a = /[/"]x/g.test(b)', 'a = /     /g.test(b)'],
    ['#!/usr/bin/env node\na', '                   \na'],
    ['/* a\n"b" */ c', '    \n       c'],
    ['"a\\"b"', '"    "'],
  ])('%s', (source, code) => {
    expect(masked(source)).toBe(code);
  });

  test('every character keeps its place, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', "'", '`', '/', '*', '\n', '\\', '$', '{', '}', 'a', '=', ' ', '[') }),
        (source) => {
          const code = masked(source);
          expect(code).toHaveLength(source.length);
          for (const [index, character] of [...code].entries()) if (character !== ' ') expect(character).toBe(source[index]);
        },
      ),
    );
  });
});
