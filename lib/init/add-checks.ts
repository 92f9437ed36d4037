import { masked } from './masked';

/** What comes of adding the checks to the file that makes the app. */
export type Addition =
  | { readonly kind: 'added'; readonly text: string }
  | { readonly kind: 'present' }
  /** The file does not say clearly enough where to add them. */
  | { readonly kind: 'unclear'; readonly reason: string };

const PACKAGE = 'cdk-least-privilege';
const CHECKS = 'LeastPrivilegeChecks';

/** Modules that `App` and `Aspects` come from. */
const CDK = /^aws-cdk-lib(?:\/core)?$/;

/**
 * Adds the checks to a file that makes a CDK app: one import, and one line right after the app is made, in the file's own style.
 * Only where there is one way to do it.
 */
export function addChecks(source: string): Addition {
  const code = masked(source);
  const imports = importsIn(source, code);
  if (
    imports.some(({ module, bindings }) => module === PACKAGE && bindings.includes(CHECKS)) &&
    new RegExp(`\\bnew\\s+${CHECKS}\\b`).test(code)
  ) {
    return { kind: 'present' };
  }
  const cdk = imports.filter(({ module }) => CDK.test(module));
  const makers = cdk.flatMap(appNamesOf);
  if (makers.length === 0) return unclear('nothing is imported from "aws-cdk-lib" that makes an App');
  const apps = appsIn(code, makers);
  const [app] = apps;
  if (app === undefined) return unclear(`no App is made here: expected "new ${makers[0]}()"`);
  if (apps.length > 1) return unclear(`${apps.length} Apps are made here`);
  if (app.name === undefined) return unclear('the App is not kept in a variable of its own');
  return { kind: 'added', text: edited(source, code, imports, cdk, { ...app, name: app.name }) };
}

function unclear(reason: string): Addition {
  return { kind: 'unclear', reason };
}

/** One import of a file. */
interface Import {
  readonly module: string;
  readonly start: number;
  readonly end: number;
  /** `import …`, or `const … = require(…)`. */
  readonly isRequire: boolean;
  /** What it is called as a whole: `cdk` of `import * as cdk`. */
  readonly namespace: string | undefined;
  /** What stands between the braces, and where. */
  readonly named: { readonly text: string; readonly start: number } | undefined;
  /** Names that are taken from the module, as they are called there. */
  readonly bindings: readonly string[];
}

const IMPORT = /(?<=^|[\n;])([ \t]*)import\s+(?!type\b)([^;'"]*?)\s*from\s*(['"])[^'"\n]*\3[ \t]*;?/g;
const IMPORT_EQUALS = /(?<=^|[\n;])([ \t]*)import\s+(\w+)\s*=\s*require\(\s*(['"])[^'"\n]*\3\s*\)[ \t]*;?/g;
const REQUIRE = /(?<=^|[\n;])([ \t]*)(?:const|let|var)\s+(\w+|\{[^}]*\})\s*=\s*require\(\s*(['"])[^'"\n]*\3\s*\)[ \t]*;?/g;

function importsIn(source: string, code: string): readonly Import[] {
  const found = [IMPORT, IMPORT_EQUALS, REQUIRE].flatMap((pattern) =>
    [...code.matchAll(pattern)].flatMap(({ 0: text, 1: indent = '', 2: clause = '', index }): Import[] => {
      // Only what stands at the left edge holds for the whole file.
      if (indent !== '') return [];
      const end = index + text.trimEnd().length;
      const [, module = ''] = /(['"])([^'"\n]*)\1[^'"]*$/.exec(source.slice(index, end))?.slice(1) ?? [];
      const braces = /\{([^}]*)\}/.exec(clause);
      const open = code.indexOf('{', index);
      return [
        {
          module,
          start: index,
          end,
          isRequire: pattern === REQUIRE,
          namespace: /^\*\s*as\s+(\w+)$/.exec(clause)?.[1] ?? /^(\w+)(?:\s*,|$)/.exec(clause)?.[1],
          named: braces === null ? undefined : { text: braces[1] ?? '', start: open + 1 },
          bindings: (braces?.[1] ?? '').split(',').map((each) => each.trim().split(/\s+as\s+|\s*:\s*/)[0] ?? ''),
        },
      ];
    }),
  );
  return found.sort((a, b) => a.start - b.start);
}

/** What an App is called in the file: `App`, `cdk.App`, or what it was renamed to. */
function appNamesOf({ namespace, named }: Import): readonly string[] {
  return [...localNamesOf(named, 'App'), ...(namespace === undefined ? [] : [`${namespace}.App`])];
}

function localNamesOf(named: Import['named'], name: string): readonly string[] {
  return (named?.text ?? '').split(',').flatMap((each) => {
    const [theirs, ours] = each.trim().split(/\s+as\s+|\s*:\s*/);
    return theirs === name ? [ours ?? theirs] : [];
  });
}

interface MadeApp {
  /** The variable that it is kept in. */
  readonly name: string | undefined;
  readonly indent: string;
  /** Where the statement ends. */
  readonly end: number;
  readonly hasSemicolon: boolean;
}

function appsIn(code: string, makers: readonly string[]): readonly MadeApp[] {
  const names = makers.map((name) => name.replaceAll('.', '\\s*\\.\\s*')).join('|');
  return [...code.matchAll(new RegExp(`\\bnew\\s+(?:${names})\\s*(\\()?`, 'g'))].map((match) => {
    const after = match.index + match[0].length;
    const close = match[1] === undefined ? after : closingOf(code, after);
    const line = code.slice(code.lastIndexOf('\n', match.index - 1) + 1, match.index);
    const [, indent = '', name] =
      /^([ \t]*)(?:export\s+)?(?:(?:const|let|var)\s+)?([A-Za-z_$][\w$]*)(?:\s*:\s*[\w.]+)?\s*=\s*$/.exec(line) ?? [];
    const [rest = ''] = /^[^\n]*/.exec(code.slice(close)) ?? [];
    const isWhole = /^[ \t]*;?[ \t\r]*$/.test(rest);
    const semicolon = rest.indexOf(';');
    return {
      name: isWhole ? name : undefined,
      indent,
      end: semicolon < 0 ? close : close + semicolon + 1,
      hasSemicolon: semicolon >= 0,
    };
  });
}

/** After the parenthesis that closes the one before `from`. */
function closingOf(code: string, from: number): number {
  let depth = 1;
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return code.length;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function edited(
  source: string,
  code: string,
  imports: readonly Import[],
  cdk: readonly Import[],
  app: MadeApp & { readonly name: string },
): string {
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const last = imports.findLast((each) => each.end <= app.end);
  const model = cdk[0];
  if (last === undefined || model === undefined) return source;
  const quote = source.slice(model.start, model.end).includes('"') ? '"' : "'";
  const end = code.slice(model.start, model.end).endsWith(';') ? ';' : '';
  const module = `${quote}${PACKAGE}${quote}`;
  const line = model.isRequire ? `const { ${CHECKS} } = require(${module})${end}` : `import { ${CHECKS} } from ${module}${end}`;
  const aspects = aspectsOf(cdk);
  const hasImport = imports.some(({ module: name, bindings }) => name === PACKAGE && bindings.includes(CHECKS));
  const insertions: readonly Insertion[] = [
    ...(hasImport ? [] : [{ at: endOfCodeLine(source, last.end), text: `${eol}${line}` }]),
    ...aspects.insertions,
    {
      at: endOfCodeLine(source, app.end),
      text: `${eol}${app.indent}${aspects.name}.of(${app.name}).add(new ${CHECKS}())${app.hasSemicolon ? ';' : ''}`,
    },
  ];
  return [...insertions]
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), source);
}

/** Keeps a comment at the end of the line on its line. */
function endOfCodeLine(source: string, from: number): number {
  const [rest = ''] = /^[^\r\n]*/.exec(source.slice(from)) ?? [];
  return from + rest.length;
}

/** What `Aspects` is called, and what to add for it to be imported. */
function aspectsOf(cdk: readonly Import[]): { readonly name: string; readonly insertions: readonly Insertion[] } {
  const [known] = cdk.flatMap(({ named }) => localNamesOf(named, 'Aspects'));
  if (known !== undefined) return { name: known, insertions: [] };
  const namespace = cdk.find((each) => each.namespace !== undefined)?.namespace;
  if (namespace !== undefined) return { name: `${namespace}.Aspects`, insertions: [] };
  const named = cdk.find((each) => localNamesOf(each.named, 'App').length > 0)?.named;
  const app = /(?<![\w$])App\b(?:\s+as\s+\w+|\s*:\s*\w+)?/.exec(named?.text ?? '');
  if (named === undefined || app === null) return { name: 'Aspects', insertions: [] };
  // Beside `App`: on a line of its own where the names stand so.
  const indent = /\r?\n[ \t]*$/.exec(named.text.slice(0, app.index))?.[0] ?? ' ';
  return { name: 'Aspects', insertions: [{ at: named.start + app.index + app[0].length, text: `,${indent}Aspects` }] };
}
