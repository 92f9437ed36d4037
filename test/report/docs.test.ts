import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reporters } from '../../lib/report';
import { fileNames, formatOf, reportFormats } from '../../lib/report/format';

const docs = join(__dirname, '..', '..', 'docs');
const pageOf = (name: string) => readFileSync(join(docs, name), 'utf8');

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsIn(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(['reports.md', 'ci.md'])('every link of %s leads somewhere', (name) => {
  const links = [...pageOf(name).matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(docs, name) : join(docs, dirname(name), file);
    expect({ link, exists: existsSync(target) }).toEqual({ link, exists: true });
    if (anchor !== undefined) expect(anchorsIn(readFileSync(target, 'utf8'))).toContain(anchor);
  }
});

test('every format has a reporter, a line in the documentation, and a name of a file of its own', () => {
  expect(Object.keys(reporters)).toEqual(reportFormats);
  const page = pageOf('reports.md');
  for (const format of reportFormats) {
    expect(page).toMatch(new RegExp(`^\\| \`${format}\``, 'm'));
    expect(page).toContain(`\`${fileNames[format]}\``);
  }
  expect(new Set(Object.values(fileNames)).size).toBe(reportFormats.length);
});

test('the name of a file that is not given says its format, where names do', () => {
  for (const format of reportFormats.filter((each) => each !== 'github')) expect(formatOf(fileNames[format])).toBe(format);
});
