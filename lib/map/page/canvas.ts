import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape';
import type { MapEdge, MapGraph, MapNode } from '../graph';
import { shortName } from '../words';
import { cardSizes, coloursOf, faceOf } from './card';
import { type Placement, type Point, placementOf } from './layout';
import { onThemeChange, type Theme, themeNow } from './theme';

/** What a reader does with the graph. */
export interface CanvasEvents {
  chosen(id: string | null): void;
  focused(id: string): void;
  /** The pointer is over a card or a line; null when it has left. */
  pointed(text: string | null, x: number, y: number): void;
}

/** What stands out in the graph. */
export interface Marks {
  readonly selected: string | null;
  /** Cards of a path, in order. */
  readonly path: readonly string[];
}

/** The drawn graph. */
export class Canvas {
  private readonly cy: Core;
  private graph: MapGraph = { nodes: [], edges: [], edgesOf: new Map(), nodeOf: new Map() };
  private drawn = '';
  private marks: Marks = { selected: null, path: [] };

  public constructor(
    private readonly container: HTMLElement,
    private readonly events: CanvasEvents,
  ) {
    this.cy = cytoscape({
      container,
      minZoom: 0.04,
      maxZoom: 2.5,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      textureOnViewport: true,
      style: styleOf(themeNow()),
    });
    this.listen();
    onThemeChange(() => this.recolour());
  }

  /** Draws these cards and lines, where they are not drawn already. Returns whether anything moved. */
  public draw(graph: MapGraph, boxes: boolean): boolean {
    this.graph = graph;
    const drawn = JSON.stringify([boxes, graph.nodes.map(({ id, detail }) => [id, detail]), graph.edges.map(({ id }) => id)]);
    if (drawn === this.drawn) return false;
    this.drawn = drawn;
    const groupOf = (node: MapNode) => (boxes && node.kind !== 'stack' ? node.stack : null);
    const placement = placementOf(
      graph.nodes.map((node) => ({ id: node.id, ...cardSizes[node.kind], group: groupOf(node) })),
      graph.edges.map(({ id, from, to, label, kind }) => ({ id, from, to, labelWidth: kind === 'starts' ? 0 : label.length * 5.4 })),
      Math.min(2.4, Math.max(0.8, this.container.clientWidth / Math.max(1, this.container.clientHeight))),
      graph.nodes.some(({ kind }) => kind === 'stack'),
    );
    const theme = themeNow();
    const frames = new Set(graph.nodes.map(groupOf).filter((group) => group !== null));
    this.cy.batch(() => {
      this.cy.elements().remove();
      this.cy.add([
        ...[...frames].map(
          (stack): ElementDefinition => ({ data: { id: `box:${stack}`, name: stack, size: 15 }, classes: 'box', selectable: false }),
        ),
        ...graph.nodes.map((node) => cardElement(node, groupOf(node), placement, theme)),
        ...graph.edges.map((edge) => lineElement(edge, graph, placement)),
      ]);
    });
    this.mark(this.marks);
    this.fit();
    // The names of stacks stay legible where those of cards are not; more than this would not fit between two boxes.
    this.cy.nodes('.box').data('size', Math.round(Math.min(50, Math.max(15, 11 / this.cy.zoom()))));
    return true;
  }

  /** Makes the chosen card, and a path with all that it runs along, stand out. */
  public mark(marks: Marks): void {
    const wasMarked = this.marks.selected !== null || this.marks.path.length > 0;
    this.marks = marks;
    const { selected, path } = marks;
    if (!wasMarked && selected === null && path.length === 0) return;
    const onPath = new Set(path);
    const steps = new Set(path.slice(1).map((id, index) => JSON.stringify([path[index], id])));
    this.cy.batch(() => {
      const all = this.cy.elements();
      all.removeClass('faded lit selected path');
      if (path.length > 0) {
        for (const card of all.nodes('.card')) card.addClass(onPath.has(card.id()) ? 'path' : 'faded');
        for (const line of all.edges())
          line.addClass(steps.has(JSON.stringify([line.source().id(), line.target().id()])) ? 'path' : 'faded');
      } else if (selected !== null) {
        const card = this.cy.getElementById(selected);
        if (card.nonempty()) {
          const lit = card.closedNeighborhood();
          all.not('.box').not(lit).addClass('faded');
          lit.addClass('lit');
        }
      }
      if (selected !== null) this.cy.getElementById(selected).addClass('selected');
    });
  }

  /** The whole graph, or the cards of the path, in the window. */
  public fit(): void {
    this.cy.resize();
    const path = this.cy.nodes('.path');
    const wanted = path.nonempty() ? path : this.cy.elements();
    if (wanted.empty()) return;
    this.cy.fit(wanted, 36);
    if (this.cy.zoom() > 1.15) {
      this.cy.zoom(1.15);
      this.cy.center(wanted);
    }
  }

  public zoomBy(factor: number): void {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  public resize(): void {
    this.cy.resize();
  }

  /** Brings a card into the window, large enough to be read. */
  public show(id: string): void {
    const card = this.cy.getElementById(id);
    if (card.empty()) return;
    const { x1, y1, x2, y2 } = card.renderedBoundingBox({});
    const isInside = x1 >= 0 && y1 >= 0 && x2 <= this.cy.width() && y2 <= this.cy.height();
    if (this.cy.zoom() < 0.6) this.cy.zoom(0.8);
    else if (isInside) return;
    this.cy.center(card);
  }

  /** The card that an arrow key leads to: along the lines, or the nearest above and below. */
  public next(id: string | null, direction: 'left' | 'right' | 'up' | 'down'): string | undefined {
    const from = id === null ? undefined : this.positionOf(id);
    if (id === null || from === undefined) return this.graph.nodes[0]?.id;
    const isAcross = direction === 'left' || direction === 'right';
    const candidates = isAcross
      ? (this.graph.edgesOf.get(id) ?? []).map((edge) => (edge.from === id ? edge.to : edge.from))
      : this.graph.nodes.map((node) => node.id);
    let best: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
      const to = this.positionOf(candidate);
      if (to === undefined || candidate === id) continue;
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const forward = { left: -dx, right: dx, up: -dy, down: dy }[direction];
      const aside = Math.abs(isAcross ? dy : dx);
      const cost = forward + aside * 3;
      if (forward > 1 && cost < least) {
        best = candidate;
        least = cost;
      }
    }
    return best;
  }

  /** Where a card is drawn in the window. */
  public positionOf(id: string): Point | undefined {
    const card = this.cy.getElementById(id);
    return card.empty() ? undefined : card.renderedPosition();
  }

  /** Whether names are large enough to be read at this size. */
  public isLegible(): boolean {
    return this.cy.zoom() * nameSize >= smallestName;
  }

  private recolour(): void {
    const theme = themeNow();
    this.cy.batch(() => {
      for (const node of this.graph.nodes) this.cy.getElementById(node.id).data(paintOf(node, theme));
    });
    this.cy.style(styleOf(theme));
  }

  private listen(): void {
    const { cy, events } = this;
    cy.on('tap', (event) => {
      const id = event.target === cy || event.target.hasClass?.('box') || event.target.isEdge?.() ? null : event.target.id();
      events.chosen(id);
    });
    cy.on('dbltap', 'node', (event) => {
      if (!event.target.hasClass('box')) events.focused(event.target.id());
    });
    cy.on('mouseover', 'node, edge', (event) => {
      const { x, y } = event.renderedPosition ?? { x: 0, y: 0 };
      const id: string = event.target.id();
      const node = this.graph.nodeOf.get(id);
      const edge = node === undefined ? this.graph.edges.find((each) => each.id === id) : undefined;
      event.target.addClass('hovered');
      if (node !== undefined) events.pointed(`${node.name} · ${node.detail}`, x, y);
      else if (edge !== undefined) {
        const [from, to] = [this.graph.nodeOf.get(edge.from), this.graph.nodeOf.get(edge.to)];
        events.pointed(`${from?.name ?? ''} → ${to?.name ?? ''}: ${edge.label}`, x, y);
      }
    });
    cy.on('mouseout', 'node, edge', (event) => {
      event.target.removeClass('hovered');
      events.pointed(null, 0, 0);
    });
  }
}

const nameSize = 13;
const smallestName = 6.5;

function paintOf(node: MapNode, theme: Theme) {
  const { fill, border, ink } = coloursOf(node, theme);
  return { fill, border, ink, face: faceOf(node, theme) };
}

function cardElement(node: MapNode, group: string | null, { positions }: Placement, theme: Theme): ElementDefinition {
  const { x, y } = positions.get(node.id) ?? { x: 0, y: 0 };
  return {
    data: {
      id: node.id,
      name: shortName(node.name, node.kind === 'stack' ? 24 : 20),
      ...(group === null ? {} : { parent: `box:${group}` }),
      ...paintOf(node, theme),
    },
    classes: `card ${node.kind}`,
    position: { x, y },
  };
}

function lineElement(edge: MapEdge, graph: MapGraph, { positions, bends }: Placement): ElementDefinition {
  const [source, target] = [graph.nodeOf.get(edge.from), graph.nodeOf.get(edge.to)];
  const classes = ['line', edge.kind, strengthOf(edge)];
  const data = { id: edge.id, source: edge.from, target: edge.to, label: edge.label };
  const [a, b] = [positions.get(edge.from), positions.get(edge.to)];
  if (source === undefined || target === undefined || a === undefined || b === undefined) return { data, classes };
  const start = { x: a.x + cardSizes[source.kind].width / 2, y: a.y };
  const end = { x: b.x - cardSizes[target.kind].width / 2, y: b.y };
  // What leads back, or up and down within a layer, is left to the library.
  if (end.x <= start.x) return { data, classes: [...classes, 'free'] };
  const reach = Math.min(60, (end.x - start.x) / 2);
  const inner = bends.get(edge.id) ?? [];
  const passing = inner.length > 1 ? inner.filter(({ x }) => x > start.x + reach && x < end.x - reach) : [];
  const controls =
    passing.length === 0
      ? [
          { x: (start.x + end.x) / 2, y: start.y },
          { x: (start.x + end.x) / 2, y: end.y },
        ]
      : [{ x: start.x + reach, y: start.y }, ...passing, { x: end.x - reach, y: end.y }];
  // The library takes the way of a line as shares of, and distances from, the line between the middles of the cards.
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  return {
    data: {
      ...data,
      weights: controls.map(({ x, y }) => (((x - a.x) * ux + (y - a.y) * uy) / length).toFixed(4)).join(' '),
      distances: controls.map(({ x, y }) => ((y - a.y) * ux - (x - a.x) * uy).toFixed(2)).join(' '),
    },
    classes: [...classes, 'routed'],
  };
}

function strengthOf({ kind, effects }: MapEdge): string {
  if (kind !== 'uses') return '';
  if (effects.some((effect) => effect === 'delete' || effect === 'permissions')) return 'deletes';
  return effects.some((effect) => effect === 'write' || effect === 'tag') ? 'writes' : 'reads';
}

function styleOf(theme: Theme): StylesheetJson {
  const font = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
  return [
    {
      selector: '.card',
      style: {
        shape: 'round-rectangle',
        'background-color': 'data(fill)',
        'background-image': 'data(face)',
        'background-width': '100%',
        'background-height': '100%',
        'background-fit': 'none',
        'border-width': 1.2,
        'border-color': 'data(border)',
        label: 'data(name)',
        color: 'data(ink)',
        'font-family': font,
        'font-size': nameSize,
        'font-weight': 600,
        'text-halign': 'right',
        'text-valign': 'center',
        'text-justification': 'left',
        'text-margin-y': -7,
        'text-wrap': 'ellipsis',
        'min-zoomed-font-size': smallestName,
      },
    },
    ...kinds.map((kind) => {
      const { width, height } = cardSizes[kind];
      const aside = kind === 'stack' ? 46 : 44;
      // A name stands to the right of its card in the library's terms, and is moved back onto it.
      const room = width - aside - (kind === 'function' || kind === 'stack' ? 28 : 14);
      return { selector: `.${kind}`, style: { width, height, 'text-margin-x': aside - width, 'text-max-width': `${room}px` } };
    }),
    { selector: '.entry', style: { shape: 'round-rectangle', 'corner-radius': '20' } },
    { selector: '.function', style: { 'corner-radius': '6' } },
    {
      selector: '.stack',
      style: { 'corner-radius': '8', 'border-width': 3, 'border-style': 'double', 'font-size': 15, 'text-margin-y': -12 },
    },
    { selector: '.store', style: { shape: 'barrel' } },
    { selector: '.holder', style: { shape: 'cut-rectangle', 'corner-radius': '10' } },
    { selector: '.other', style: { 'corner-radius': '4', 'border-style': 'dashed' } },
    {
      selector: '.box',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '12',
        'background-color': theme.card,
        'background-opacity': 0.55,
        'border-width': 1,
        'border-color': theme.line,
        'border-opacity': 0.6,
        padding: '18px',
        label: 'data(name)',
        color: theme.faint,
        'font-family': font,
        'font-size': 'data(size)',
        'font-weight': 600,
        'text-valign': 'top',
        'text-halign': 'center',
        'text-margin-y': -5,
        'min-zoomed-font-size': 5,
      },
    },
    {
      selector: '.line',
      style: {
        width: 1.4,
        'line-color': theme.starts,
        'target-arrow-color': theme.starts,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.9,
        'curve-style': 'bezier',
        label: 'data(label)',
        color: theme.faint,
        'font-family': font,
        'font-size': 10,
        'min-zoomed-font-size': 8,
        'text-background-color': theme.canvas,
        'text-background-opacity': 0.9,
        'text-background-padding': '2px',
        'text-background-shape': 'roundrectangle',
      },
    },
    // The service says how it starts something; the card of the entry point has said so already.
    { selector: '.line.starts', style: { 'text-opacity': 0, 'text-background-opacity': 0 } },
    {
      selector: '.line.routed',
      style: {
        'curve-style': 'unbundled-bezier',
        'edge-distances': 'node-position',
        'source-endpoint': '90deg',
        'target-endpoint': '270deg',
        'control-point-weights': 'data(weights)',
        'control-point-distances': 'data(distances)',
      },
    },
    ...strengths(theme).map(({ selector, colour, width, style }) => ({
      selector,
      style: { width, 'line-color': colour, 'target-arrow-color': colour, 'line-style': style },
    })),
    { selector: '.faded', style: { opacity: 0.13, 'text-opacity': 0, 'text-background-opacity': 0 } },
    { selector: '.card.faded', style: { opacity: 0.25, 'text-opacity': 0.6 } },
    {
      selector: '.line.lit, .line.path, .line.hovered',
      style: { width: 3, 'text-opacity': 1, 'text-background-opacity': 0.95, 'font-size': 12, 'z-index': 10 },
    },
    { selector: '.card.path', style: { 'border-width': 3, 'z-index': 11 } },
    { selector: '.line.path', style: { width: 4 } },
    { selector: '.card.hovered', style: { 'border-width': 2.4 } },
    {
      selector: '.selected',
      style: {
        'border-width': 3.4,
        'border-color': theme.accent,
        'overlay-color': theme.accent,
        'overlay-opacity': 0.1,
        'overlay-padding': 5,
        'z-index': 12,
      },
    },
  ];
}

const kinds = ['entry', 'function', 'store', 'holder', 'other', 'stack'] as const;

function strengths({ reads, writes, deletes, leaves }: Theme) {
  return [
    { selector: '.line.reads', colour: reads, width: 1.6, style: 'solid' },
    { selector: '.line.writes', colour: writes, width: 2.2, style: 'solid' },
    { selector: '.line.deletes', colour: deletes, width: 2.8, style: 'solid' },
    { selector: '.line.leaves', colour: leaves, width: 1.8, style: 'dashed' },
  ] as const;
}
