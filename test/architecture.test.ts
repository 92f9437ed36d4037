import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';

/**
 * The direction of dependencies, and why. A file may import what the first line that matches it allows.
 * `node` stands for Node's own modules, `package` for any npm package.
 */
const ALLOWED: readonly { readonly files: RegExp; readonly imports: RegExp; readonly because: string }[] = [
  {
    files: /^lib\/core\//,
    imports: /^lib\/(?:core\/|reference\/reference$)/,
    because: 'the core is pure: no files, network, clock or CDK, so that the same input gives the same findings everywhere',
  },
  { files: /^policies\//, imports: /^(?:policies|lib\/core)\/|^lib\/reference\/reference$/, because: 'rules see only the model' },
  {
    files: /^lib\/reference\//,
    imports: /^lib\/reference\/|^node$/,
    because: 'the reference is read from its own files, and knows nothing of templates',
  },
  {
    files: /^lib\/read\//,
    imports: /^lib\/(?:core|read)\/|^node$|^package yaml$/,
    because: 'reading turns files into templates, and judges nothing',
  },
  {
    files: /^lib\/report\//,
    imports: /^lib\/(?:report\/|core\/(?:result|rule|repeats|position)$)|^node$|^package sarif$/,
    because: 'a reporter sees only the Result, and of SARIF the types',
  },
  {
    files: /^lib\/output\//,
    imports: /^lib\/(?:output|report|read|write|core)(?:\/|$)|^node$/,
    because: 'reports are written to files, and told where things stand in the files that were read, for every adapter alike',
  },
  {
    files: /^lib\/init\//,
    imports: /^lib\/(?:init|core)(?:\/|$)|^node$/,
    because: 'what is added to an app is text, which is shown before anything is written',
  },
  {
    files: /^lib\/write\//,
    imports: /^lib\/write\/|^node$/,
    because: 'files are written whole or not at all by one function, whatever they hold',
  },
  {
    files: /^lib\/(?:inventory|suggest)\//,
    imports: /^lib\/(?:inventory|lockfile|suggest|core|access)(?:\/|$)|^lib\/reference\/reference$|^lib\/config\/json-source$/,
    because: 'what an app holds is read from the model, without files, so that it can be compared and drawn',
  },
  {
    files: /^lib\/lockfile\//,
    imports: /^lib\/(?:lockfile|inventory|core)(?:\/|$)|^lib\/reference\/reference$|^lib\/config\/json-source$|^node$/,
    because: 'a lockfile is made from the model, without files; of what cannot be read it keeps a digest, which node makes',
  },
  {
    files: /^lib\/map\/page\//,
    imports: /^lib\/(?:map\/(?!html)|inventory\/)|^package (?:cytoscape|@dagrejs\/dagre)$/,
    because: 'the page of the map runs in a browser, where there is no Node.js, and brings its libraries with it',
  },
  {
    files: /^lib\/map\//,
    imports: /^lib\/(?:map|inventory|core)(?:\/|$)|^node$/,
    because: 'a map draws the inventory, and knows nothing of templates',
  },
  {
    files: /^lib\/baseline\//,
    imports: /^lib\/(?:baseline|core|config\/json-source)(?:\/|$)|^node$/,
    because: 'a baseline compares findings with those of a file, and reads it as strictly as the configuration',
  },
  {
    files: /^lib\/config\//,
    imports: /^lib\/(?:config|core|baseline\/file|report\/format)(?:\/|$)|^node$/,
    because: 'configuration becomes options, and judges nothing',
  },
  {
    files: /^lib\/rules\//,
    imports: /^lib\/(?:rules|core|check|config\/custom-rules|cdk\/custom-rules)(?:\/|$)/,
    because: "what rules of one's own are made with starts without aws-cdk-lib",
  },
  {
    files: /^lib\/access\//,
    imports: /^lib\/(?:access|core|reference)\/|^lib\/reference$/,
    because: 'declared access is compiled without CDK, so that it can be tested and used without an app',
  },
  {
    files: /^lib\/check\.ts$/,
    imports: /^lib\/(?:core|read|reference)(?:\/|$)|^lib\/(?:nag\/oracle|baseline\/match)$|^policies|^package\.json$/,
    because: 'the composition root joins templates, reference and rules, and is called by every adapter',
  },
  {
    files: /^lib\/cli\//,
    imports:
      /^lib\/(?:cli|report|output|init|check|config|core|reference|write|inventory|lockfile|suggest|map|baseline)(?:\/|$)|^package\.json$|^node$|^package commander$/,
    because: 'the CLI starts without aws-cdk-lib, in a fraction of its load time',
  },
  {
    files: /^lib\/nag\/(?!index\.ts$|pack\.ts$)/,
    imports: /^lib\/(?:nag\/(?!index$|pack$)|core\/)|^node$|^package (?:aws-cdk-lib|cdk-nag)/,
    because: 'the oracle answers for rules what cdk-nag says, and is loaded when one asks',
  },
  {
    files: /^lib\/nag\//,
    imports: /^lib\/(?:nag|cdk|check)(?:\/|$)|^package (?:aws-cdk-lib|cdk-nag|constructs)$/,
    because: 'the pack for cdk-nag is another door to the same checks',
  },
  {
    files: /^lib\/python\//,
    imports: /^lib\/(?:python|cdk)\/|^package (?:@aws-cdk\/aws-lambda-python-alpha|constructs)$/,
    because: 'functions in Python need an alpha module, which nobody else must install',
  },
  {
    files: /^lib\/(?:cdk\/|index\.ts$)/,
    imports: /^lib\/|^node$|^package (?:aws-cdk-lib|constructs)|^package\.json$/,
    because: 'only the CDK side knows aws-cdk-lib',
  },
  { files: /^(?:bin|benchmark)\//, imports: /./, because: 'programs and generators may use what they need' },
];

const root = join(__dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/\bfrom '([^']+)'|\brequire\('([^']+)'\)|\bimport\('([^']+)'\)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  return specifiers.map((specifier) => {
    if (specifier.startsWith('.')) return posix.normalize(posix.join(dirname(file).split(sep).join('/'), specifier));
    return specifier.startsWith('node:') || builtinModules.includes(specifier) ? 'node' : `package ${specifier}`;
  });
}

const files = ['lib', 'policies', 'bin', 'benchmark'].flatMap((folder) => sources(folder));

test('every source file falls under one line of the architecture', () => {
  expect(files.filter((file) => !ALLOWED.some((line) => line.files.test(file)))).toEqual([]);
});

test.each(ALLOWED.map((line) => [line.because, line] as const))('%s', (because, line) => {
  const governed = files.filter((file) => ALLOWED.find((other) => other.files.test(file)) === line);
  expect(governed.length).toBeGreaterThan(0);
  const refused = governed.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => !line.imports.test(specifier))
      .map((specifier) => `${relative('', file)} imports ${specifier}: ${because}`),
  );
  expect(refused).toEqual([]);
});
