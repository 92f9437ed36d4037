import type { MapNode, NodeKind } from '../graph';
import { barShapes, icons } from '../icons';
import { isOpen } from '../visible';
import { exposureWords } from '../words';
import type { Theme } from './theme';

/** How large the cards of each kind are. */
export const cardSizes: Readonly<Record<NodeKind, { readonly width: number; readonly height: number }>> = {
  entry: { width: 216, height: 40 },
  function: { width: 222, height: 44 },
  store: { width: 200, height: 44 },
  holder: { width: 200, height: 40 },
  other: { width: 200, height: 40 },
  stack: { width: 264, height: 72 },
};

/** The colours of a card. */
export function coloursOf(
  node: MapNode,
  theme: Theme,
): { readonly fill: string; readonly border: string; readonly ink: string; readonly faint: string } {
  const { ink, faint, card, line, store, storeLine } = theme;
  switch (node.kind) {
    case 'function':
    case 'stack': {
      const { fill, mark } = theme.blast[node.blastRadius ?? 'none'];
      return { fill, border: mark, ink, faint };
    }
    case 'entry':
      return isOpen(node)
        ? {
            fill: theme.name === 'light' ? '#27364d' : '#dfe6f0',
            border: theme.name === 'light' ? '#27364d' : '#dfe6f0',
            ink: theme.name === 'light' ? '#ffffff' : '#14181f',
            faint: theme.name === 'light' ? '#c9d4e4' : '#3d4a5e',
          }
        : { fill: card, border: line, ink, faint };
    case 'store':
      return { fill: store, border: storeLine, ink, faint };
    default:
      return { fill: card, border: line, ink, faint };
  }
}

/** The second line of a card, in words. */
export function secondLine(node: MapNode): string {
  switch (node.kind) {
    case 'function':
      return `${node.blastRadius ?? ''} · ${node.exposure === null ? '' : exposureWords[node.exposure]}`;
    case 'entry':
      return node.exposure === null ? '' : exposureWords[node.exposure];
    default:
      return node.detail;
  }
}

/** What is drawn on a card besides its name, as an image that holds no text of the app's but this line. */
export function faceOf(node: MapNode, theme: Theme): string {
  const { width, height } = cardSizes[node.kind];
  const { border, ink, faint } = coloursOf(node, theme);
  const line = shortened(secondLine(node), node.kind === 'stack' ? 38 : 26);
  const shapes: string[] = [];
  const left = node.kind === 'entry' ? 18 : 16;
  if (node.kind === 'function' || node.kind === 'stack') {
    shapes.push(`<path d="M0 0H5V${height}H0z" fill="${border}"/>`);
    for (const { x, y, width: wide, height: high, filled } of barShapes(node.blastRadius ?? 'none', 14, height / 2 - 10))
      shapes.push(
        `<rect x="${x}" y="${y}" width="${wide}" height="${high}" rx="1" fill="${filled ? border : 'none'}" stroke="${border}" stroke-width="1"/>`,
      );
  } else {
    shapes.push(iconAt(node.icon, left, height / 2 - 8, node.kind === 'entry' ? ink : border));
  }
  if ((node.kind === 'function' || node.kind === 'stack') && isOpen(node)) shapes.push(iconAt('globe', width - 24, 7, ink));
  shapes.push(
    `<text x="${node.kind === 'stack' ? 46 : 44}" y="${height / 2 + (node.kind === 'stack' ? 17 : 13)}" font-family="system-ui,-apple-system,'Segoe UI',Roboto,sans-serif" font-size="${node.kind === 'stack' ? 12 : 11}" fill="${faint}">${escaped(line)}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width * 2}" height="${height * 2}" viewBox="0 0 ${width} ${height}">${shapes.join('')}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

function iconAt(icon: MapNode['icon'], x: number, y: number, colour: string): string {
  return `<path transform="translate(${x} ${y})" d="${icons[icon]}" fill="none" stroke="${colour}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
