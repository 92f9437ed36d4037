import type { Located } from './acknowledge';
import type { Acknowledgement } from './acknowledgement';
import { matchesGlob } from './iam/pattern';
import { isAt, isTemplate, type Place } from './overrides';

/** Whether an acknowledgement is about the place of a finding. */
export type Covers = (acknowledgement: Acknowledgement, item: Located) => boolean;

/** Tells what acknowledgements are about. Of patterns and of paths, each is taken apart once: there may be many of both. */
export function coverage(): Covers {
  const known = new Map<Acknowledgement, (item: Located) => boolean>();
  const beginnings = new Map<string, readonly string[]>();
  const beginningsOf = (path: string) => {
    let all = beginnings.get(path);
    if (all === undefined) {
      const ids = path.split('/');
      all = ids.map((_, index) => ids.slice(0, index + 1).join('/'));
      beginnings.set(path, all);
    }
    return all;
  };
  return (acknowledgement, item) => {
    let isAbout = known.get(acknowledgement);
    if (isAbout === undefined) {
      isAbout = placesOf(acknowledgement, beginningsOf);
      known.set(acknowledgement, isAbout);
    }
    return isAbout(item);
  };
}

type BeginningsOf = (path: string) => readonly string[];

function placesOf(
  { scope, paths, constructs, templates, logicalIds }: Acknowledgement,
  beginningsOf: BeginningsOf,
): (item: Located) => boolean {
  if (scope !== undefined) {
    const isBelow = paths === undefined ? undefined : pathsLike(paths, beginningsOf);
    return ({ path }) => {
      const rest = restBelow(path, scope);
      return rest !== undefined && (isBelow === undefined || (rest !== '' && isBelow(rest)));
    };
  }
  const isThere = constructs === undefined ? undefined : pathsLike(constructs, beginningsOf);
  const isRead = templates === undefined ? undefined : remembering((template) => isTemplate(templates, template));
  return ({ path, finding }) => {
    if (isThere !== undefined && (path === '' || !isThere(path))) return false;
    if (isRead !== undefined && !isRead(finding.template)) return false;
    return logicalIds === undefined || isAt({ logicalIds }, nameOf(finding));
  };
}

function nameOf({ template, logicalId }: Located['finding']): Place {
  return { template, logicalId, constructPath: null };
}

/** Whether patterns name a path or something that holds it. */
function pathsLike(patterns: readonly string[], beginningsOf: BeginningsOf): (path: string) => boolean {
  const tests = patterns.map((pattern) => {
    const piece = pattern.split(/[*?]/).reduce((longest, each) => (each.length > longest.length ? each : longest));
    // Most paths hold no such text at all, and need no comparison.
    return (path: string) => path.includes(piece) && beginningsOf(path).some((beginning) => matchesGlob(pattern, beginning));
  });
  return (path) => tests.some((isLike) => isLike(path));
}

function remembering(ask: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = ask(text);
      answers.set(text, answer);
    }
    return answer;
  };
}

/** What of a path lies below a scope; absent when it does not. */
function restBelow(path: string, scope: string): string | undefined {
  if (scope === '') return path;
  if (path === scope) return '';
  return path.startsWith(scope) && path[scope.length] === '/' ? path.slice(scope.length + 1) : undefined;
}
