// A diagram in columns as SVG: boxes with a colour and a sign for their state, and curves between them.
import { markup, type Markup } from './escape.ts';
import { SIGNS } from './signs.ts';
import type { Diagram, DiagramNode } from './types.ts';

const WIDTH = 210;
const GAP = 64;
const LINE = 17;
const PAD = 10;
const BETWEEN = 16;
const TOP = 34;
/** Number of characters per line that fit into a box. */
const FITS = 25;

interface Placed extends DiagramNode {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export function diagramMarkup({ label, columns, edges }: Diagram): Markup {
  const heights = columns.map(({ nodes }) => nodes.reduce((sum, node) => sum + heightOf(node) + BETWEEN, 0));
  const tallest = Math.max(0, ...heights);
  const placed = columns.flatMap(({ nodes }, column) => {
    let y = TOP + (tallest - (heights[column] ?? 0)) / 2;
    return nodes.map((node): Placed => {
      const height = heightOf(node);
      const at = { ...node, x: column * (WIDTH + GAP) + 1, y, height };
      y += height + BETWEEN;
      return at;
    });
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  const width = columns.length * (WIDTH + GAP) - GAP + 2;
  const curves = edges.flatMap(({ from, to }) => {
    const [left, right] = [byId.get(from), byId.get(to)];
    return left && right ? [curve(left, right)] : [];
  });
  return markup`<section class="diagrams" aria-label="${label}"><div class="scroll" tabindex="0" role="region" aria-label="${label}"><svg class="diagram" role="img" aria-label="${label}" viewBox="0 0 ${width} ${tallest + TOP + 2}" width="${width}" height="${tallest + TOP + 2}">
${columns.map(({ title }, column) => markup`<text class="column" x="${column * (WIDTH + GAP) + 1}" y="16">${title}</text>`)}
${curves}${placed.map(box)}</svg></div></section>`;
}

const heightOf = ({ lines }: DiagramNode): number => 2 * PAD + LINE * (lines.length + 1);

const clip = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const curve = (from: Placed, to: Placed): Markup => {
  const [x, y] = [from.x + WIDTH, from.y + from.height / 2];
  const [toX, toY] = [to.x, to.y + to.height / 2];
  const middle = (x + toX) / 2;
  return markup`<path class="edge ${to.state}" d="M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}"/>`;
};

const box = ({
  title,
  lines,
  state,
  x,
  y,
  height,
}: Placed): Markup => markup`<g class="node ${state}"><title>${[title, ...lines].join(' · ')}</title><rect x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="8"/>
<text class="name" x="${x + PAD}" y="${y + PAD + 13}">${SIGNS[state]} ${clip(title, FITS - 5)}</text>${lines.map((line, index) => markup`<text x="${x + PAD}" y="${y + PAD + 13 + LINE * (index + 1)}">${clip(line, FITS)}</text>`)}</g>\n`;
