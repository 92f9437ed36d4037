import type { BlastRadius } from '../../inventory/inventory';
import { barShapes, type IconName, icons } from '../icons';
import { blastRadii } from '../words';
import { html, type Markup } from './markup';

/** What the shapes, bars and colours of the graph mean. */
export function legendMarkup(): Markup {
  return html`<details class="legend" id="legend" aria-label="Legend" open>
<summary>Legend</summary>
<dl>
<dt>Blast radius</dt>
<dd><ul>${[...blastRadii].reverse().map((radius) => html`<li data-sign="blast-${radius}">${bars(radius)} ${radius}</li>`)}</ul></dd>
<dt>Cards</dt>
<dd><ul>
<li>${shape('pill open', 'globe')} entry point, open to anyone</li>
<li>${shape('pill', 'person')} entry point, not open</li>
<li>${shape('function', 'globe')} function that anyone can reach</li>
<li>${shape('barrel', 'table')} store</li>
<li>${shape('cut', 'person')} other role</li>
<li>${shape('dashed', 'outside')} outside of the app</li>
</ul></dd>
<dt>Lines</dt>
<dd><ul>
<li>${line('starts')} starts, hands on</li>
<li>${line('reads')} may read or list</li>
<li>${line('writes')} may write</li>
<li>${line('deletes')} may delete or change permissions</li>
<li>${line('leaves')} leaves the account</li>
</ul></dd>
</dl>
</details>`;
}

function bars(radius: BlastRadius): Markup {
  return html`<svg viewBox="0 0 24 20" width="24" height="20" aria-hidden="true">${barShapes(radius, 1, 1).map(
    ({ x, y, width, height, filled }) =>
      html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="1" class="${filled ? 'full' : 'hollow'}"/>`,
  )}</svg>`;
}

function shape(name: string, icon: IconName): Markup {
  return html`<span class="shape ${name}"><svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true"><path d="${icons[icon]}"/></svg></span>`;
}

function line(name: string): Markup {
  return html`<svg class="line ${name}" viewBox="0 0 34 10" width="34" height="10" aria-hidden="true"><path d="M1 5H27"/><path class="tip" d="M26 1.5L33 5L26 8.5z"/></svg>`;
}
