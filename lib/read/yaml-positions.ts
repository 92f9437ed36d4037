import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Position } from '../core/position';

/** Where a member is written, and its value. */
interface Member {
  readonly at: Node;
  readonly value: Node;
}

/** Where keys lead in a YAML text, with the short forms of intrinsics read as the long ones that pointers name. */
export function yamlPositions(text: string): (keys: readonly string[]) => Position | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const memberOf = (member: Member, key: string): Member | undefined => {
    const node = member.value;
    if (isAlias(node)) {
      const target = node.resolve(document);
      return target === undefined || isAlias(target) ? undefined : memberOf({ at: member.at, value: target }, key);
    }
    if (isIntrinsic(node.tag, key)) return member;
    if (isSeq(node)) {
      const item = asNode(node.items[Number(key)]);
      return item === undefined ? undefined : { at: item, value: item };
    }
    if (!isMap(node)) return undefined;
    const pair = node.items.find((each) => isScalar(each.key) && (each.key.source ?? String(each.key.value)) === key);
    const at = asNode(pair?.key);
    return at === undefined ? undefined : { at, value: asNode(pair?.value) ?? at };
  };
  return (keys) => {
    const root = document.contents;
    if (root === null) return undefined;
    let member: Member = { at: root, value: root };
    for (const key of keys) {
      const next = memberOf(member, key);
      if (next === undefined) break;
      member = next;
    }
    const offset = member.at.range?.[0];
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

/** Whether a node is written with the short form of the key: `!Sub` is `Fn::Sub`. */
function isIntrinsic(tag: string | undefined, key: string): boolean {
  return tag?.startsWith('!') === true && (key === tag.slice(1) || key === `Fn::${tag.slice(1)}`);
}

function asNode(value: unknown): Node | undefined {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : undefined;
}
