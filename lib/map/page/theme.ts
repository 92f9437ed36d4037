import type { BlastRadius } from '../../inventory/inventory';

/** The colours of the graph, which style sheets do not reach; those of the page are in `page.css`. */
export interface Theme {
  readonly name: 'light' | 'dark';
  readonly canvas: string;
  readonly ink: string;
  readonly faint: string;
  readonly card: string;
  readonly line: string;
  readonly accent: string;
  readonly starts: string;
  readonly reads: string;
  readonly writes: string;
  readonly deletes: string;
  readonly leaves: string;
  readonly store: string;
  readonly storeLine: string;
  /** Apart by lightness too, so that they can be told apart without seeing colours. */
  readonly blast: Readonly<Record<BlastRadius, { readonly fill: string; readonly mark: string }>>;
}

const light: Theme = {
  name: 'light',
  canvas: '#f6f7f9',
  ink: '#1a2330',
  faint: '#55617a',
  card: '#ffffff',
  line: '#8c98aa',
  accent: '#1f5fbf',
  starts: '#6d7b92',
  reads: '#4b86b4',
  writes: '#8a6d00',
  deletes: '#a3123f',
  leaves: '#6a3fa0',
  store: '#e8f3f1',
  storeLine: '#2f7f74',
  blast: {
    none: { fill: '#eef1f5', mark: '#7d899b' },
    low: { fill: '#e2effa', mark: '#2574b5' },
    medium: { fill: '#fdf3c4', mark: '#9a7b00' },
    high: { fill: '#fde2c4', mark: '#b85600' },
    critical: { fill: '#f8d3df', mark: '#98103a' },
  },
};

const dark: Theme = {
  name: 'dark',
  canvas: '#14181f',
  ink: '#e9edf3',
  faint: '#a9b4c4',
  card: '#1f2630',
  line: '#667388',
  accent: '#7fb2ff',
  starts: '#8d9bb0',
  reads: '#6db3e2',
  writes: '#d9b93a',
  deletes: '#ff7ba0',
  leaves: '#bd9af0',
  store: '#16302d',
  storeLine: '#5bb8aa',
  blast: {
    none: { fill: '#262d38', mark: '#8b97a9' },
    low: { fill: '#1a3048', mark: '#64aeea' },
    medium: { fill: '#3a3413', mark: '#e0c14a' },
    high: { fill: '#46290d', mark: '#f29a4e' },
    critical: { fill: '#4a1828', mark: '#ff7ba0' },
  },
};

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

export function themeNow(): Theme {
  return prefersDark.matches ? dark : light;
}

export function onThemeChange(changed: () => void): void {
  prefersDark.addEventListener('change', changed);
}
