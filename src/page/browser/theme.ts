// Colours from the style sheet, which has a light and a dark theme.
import type { Tone } from '../types.ts';

export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const toneColour = (tone: Tone): string => colour(`tone-${tone}`);

export const FONT = '12px system-ui, sans-serif';

/** Shades for counts, from few to many. */
export const shades = (): string[] => Array.from({ length: 8 }, (_, index) => colour(`shade-${index + 1}`));

/** A count's shade, on a log scale: a single socket must be visible next to a thousand. */
export const shadeOf = (count: number, most: number, levels: number): number =>
  most <= 1
    ? levels - 1
    : Math.min(levels - 1, Math.floor((Math.log(count) / Math.log(most)) * (levels - 1) + 0.5));

export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** Sets up a canvas at the screen's resolution. */
export function surface(canvas: HTMLCanvasElement, width: number, height: number): Surface | undefined {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  if (!pen) return undefined;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = FONT;
  return { canvas, pen, width, height };
}

/** A chart on the page. */
export interface Drawn {
  draw(): void;
  /** The data as a table with a head and rows. */
  table(most: number): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}
