// The layout of dashboard widgets: alarm states over the whole width, two graphs per row.
import type { Widget } from './dashboard.ts';

/** The number of columns of a dashboard. Source: CloudWatch, dashboard body structure. */
const GRID_WIDTH = 24;

/** The size of a widget in grid cells. */
export const sizeOf = ({ kind }: Widget): { readonly width: number; readonly height: number } =>
  kind === 'alarms' ? { width: GRID_WIDTH, height: 2 } : { width: GRID_WIDTH / 2, height: 6 };

/** The widgets row by row, in reading order. */
export function rowsOf(widgets: readonly Widget[]): Widget[][] {
  const rows: Widget[][] = [];
  let used = GRID_WIDTH;
  for (const widget of widgets) {
    const { width } = sizeOf(widget);
    if (used + width > GRID_WIDTH) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(widget);
    used += width;
  }
  return rows;
}
