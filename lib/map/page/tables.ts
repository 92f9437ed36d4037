import { byId, element } from './dom';

/** Makes the tables of the page sortable by the buttons in their heads. */
export function makeSortable(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('.tables table')) {
    const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
    for (const [column, head] of heads.entries()) {
      const button = element('button', { type: 'button', class: 'sort' }, head.textContent ?? '');
      button.addEventListener('click', () => sort(table, heads, column));
      head.replaceChildren(button);
      head.setAttribute('aria-sort', 'none');
    }
  }
}

function sort(table: HTMLTableElement, heads: readonly HTMLTableCellElement[], column: number): void {
  const head = heads[column];
  const body = table.tBodies[0];
  if (head === undefined || body === undefined) return;
  const isAscending = head.getAttribute('aria-sort') !== 'ascending';
  for (const other of heads) other.setAttribute('aria-sort', 'none');
  head.setAttribute('aria-sort', isAscending ? 'ascending' : 'descending');
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column]) }));
  rows.sort((a, b) => compare(a.key, b.key) * (isAscending ? 1 : -1));
  body.append(...rows.map(({ row }) => row));
  byId('status', HTMLElement).textContent =
    `${table.caption?.textContent ?? ''} Sorted by ${head.textContent ?? ''}, ${isAscending ? 'ascending' : 'descending'}.`;
}

const collator = new Intl.Collator('en', { numeric: true });

function keyOf(cell: HTMLTableCellElement | undefined): string | number {
  const order = cell?.dataset.order;
  if (order !== undefined) return Number(order);
  return cell?.textContent?.trim() ?? '';
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/** Leaves out the rows about what the filter leaves out, on the screen; paper shows all. */
export function filterTables(isShown: (node: string) => boolean): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('.tables table')) {
    const rows = [...table.querySelectorAll<HTMLTableRowElement>('tbody tr[data-node]')];
    if (rows.length === 0) continue;
    let shown = 0;
    for (const row of rows) {
      const isOut = !isShown(row.dataset.node ?? '');
      row.classList.toggle('out', isOut);
      if (!isOut) shown++;
    }
    const text = shown === rows.length ? String(shown) : `${shown} of ${rows.length}`;
    for (const count of document.querySelectorAll(`#${table.id}-title .count, .tables nav a[href="#${table.id}"] + .count`))
      count.textContent = text;
  }
}
