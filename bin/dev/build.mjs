/**
 * `npm run build`: compiles with jsii, and does nothing when the last build is newer than everything it was made from.
 * So `cdk synth`, the demo and the tests can all begin with it, in a fresh clone and after an edit.
 *
 * jsii exits 0 on warnings, also with --fail-on-warnings for some of them (JSII6), so its output is searched as well.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import ts from 'typescript';
import { bundlePage } from './page.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const assembly = join(root, '.jsii');
const pageFolder = join(root, 'lib', 'map', 'page');
const sourceFolders = ['lib', 'policies', 'bin', 'benchmark'];
const sourceFiles = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md'];

function filesIn(folder, isWanted) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter(isWanted)
    .map((name) => join(root, folder, name));
}

function sourcesIn(folder) {
  return filesIn(folder, (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
}

/** Outputs whose source was renamed or deleted: they would be published. */
function orphansIn(folder) {
  return filesIn(folder, (name) => /\.(?:js|d\.ts)$/.test(name)).filter((file) => !existsSync(file.replace(/\.(?:js|d\.ts)$/, '.ts')));
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** What a source becomes: a file of its own, or a part of the page that browsers run. */
function outputOf(file) {
  return file.startsWith(pageFolder) ? join(pageFolder, 'page.js') : file.replace(/\.ts$/, '.js');
}

/** Whether each source has its output, and none is newer than the assembly. */
function isUpToDate() {
  const built = modified(assembly);
  const sources = sourceFolders.flatMap(sourcesIn);
  return (
    sources.every((file) => modified(file) <= built && modified(outputOf(file)) > 0) &&
    sourceFiles.every((file) => modified(join(root, file)) <= built)
  );
}

/**
 * Leaves the examples of the rules out: they are tests and documentation, and half of what a check would have to load.
 * What only they use is dropped by the bundler.
 */
const withoutExamples = {
  name: 'without-examples',
  setup({ onLoad }) {
    onLoad({ filter: /policies[\\/][^\\/]+[\\/][^\\/]+\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
      const cuts = [];
      const visit = (node) => {
        if (ts.isCallExpression(node) && /^define(?:Nag)?Rule$/.test(node.expression.getText(file))) {
          const [rule] = node.arguments;
          const examples = rule?.properties?.find((property) => property.name?.getText(file) === 'examples');
          if (examples?.initializer !== undefined) cuts.push(examples.initializer);
        } else ts.forEachChild(node, visit);
      };
      visit(file);
      const contents = cuts.reduceRight(
        (text, { pos, end }) => `${text.slice(0, pos)} { valid: [], invalid: [] }${text.slice(end)}`,
        source,
      );
      return { contents, loader: 'ts' };
    });
  },
};

/**
 * Puts the engine into one file, in the place of what jsii makes of its entry. Finding, reading and compiling its hundred
 * modules one by one would take longer than the check of a large app. From the sources, so that it does not matter whether
 * jsii wrote the entry anew.
 */
async function bundleEngine() {
  await bundle({
    absWorkingDir: root,
    entryPoints: ['lib/check.ts'],
    outfile: 'lib/check.js',
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // What the rest of the package loads too stays one module, and YAML is for those who have some.
    external: ['./package.json', '*/reference', '*/nag/oracle', 'yaml'],
    logLevel: 'warning',
    plugins: [withoutExamples],
  });
}

/**
 * Makes the modules that a compiled file requires load when something of them is first used: most apps use a few of the builders
 * of access. The getters of the exports stay as TypeScript wrote them, since Node.js reads off them what an ES module may import.
 */
function loadOnFirstUse(name) {
  const file = join(root, name);
  const code = readFileSync(file, 'utf8');
  let count = 0;
  const deferred = code.replace(/^(const|var) (\w+_1) = (require\("\.[^"]+"\));$/gm, (_, keyword, module, load) => {
    count += 1;
    const used = new Set([...code.matchAll(new RegExp(`(?<![\\w.])${module}\\.(\\w+)`, 'g'))].map(([, member]) => member));
    return `${keyword} ${module} = { ${[...used].map((member) => `get ${member}() { return ${load}.${member}; }`).join(', ')} };`;
  });
  // jsii leaves a file alone that it would write the same.
  if (count === 0 && !/^(?:const|var) \w+_1 = \{ get /m.test(code)) {
    throw new Error(`${name} requires nothing in the form in which TypeScript wrote it`);
  }
  writeFileSync(file, deferred);
}

async function build() {
  const started = new Date();
  for (const orphan of sourceFolders.flatMap(orphansIn)) rmSync(orphan);
  const jsii = join(root, 'node_modules', 'jsii', 'bin', 'jsii');
  const [major] = process.versions.node.split('.');
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: major, JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [jsii, '--fail-on-warnings'], { cwd: root, encoding: 'utf8', env });
  if (error !== undefined) throw error;
  process.stderr.write(stdout + stderr);
  if (status === 0 && !/\bwarning\b.*\bJSII\d+/i.test(stdout + stderr)) {
    for (const name of ['lib/index.js', 'lib/cdk/access.js']) loadOnFirstUse(name);
    await bundleEngine();
    await bundlePage();
    // What is edited while jsii runs is newer than this.
    utimesSync(assembly, started, started);
    return 0;
  }
  rmSync(assembly, { force: true });
  return 1;
}

process.exitCode = isUpToDate() ? 0 : await build();
