import { MARK, markdown } from '../../lib/report/markdown';
import { finding, resultOf } from './result';

test('a summary, then the findings, errors first, with what was accepted at the end', () => {
  const result = resultOf([
    finding({ severity: 'warning', findingId: 'iam/no-wildcard-action[sqs:*]', constructPath: 'Orders/Queue' }),
    finding({ source: 'lib/orders.ts:42:7' }),
    finding({ acknowledged: 'the archive role may do this until March' }),
  ]);
  expect(markdown(result, { locate: () => ({ line: 812, column: 15 }) }).output).toMatchInlineSnapshot(`
"<!-- cdk-least-privilege -->

## ❌ Least privilege: 1 error

| errors | warnings | notes | acknowledged |
| ---: | ---: | ---: | ---: |
| 1 | 1 | 0 | 1 |

In 1 template (41 resources, 12 statements), by cdk-least-privilege 1.2.3 with the actions that AWS had on 2026-09-26.

### Errors

<details><summary>❌ statement allows every action of s3 through "s3:*" — <code>Orders/Role/DefaultPolicy/Resource</code></summary>

- **Code** \`lib/orders.ts:42:7\`
- **Template** \`cdk.out/Orders.template.json:812:15\`
- **Property** \`Properties/PolicyDocument/Statement/0/Action\`
- **Fix** name the actions: such code usually needs "s3:GetObject"
- **Why** A service-wide wildcard also grants every action the service adds later.
- **Rule** [iam/no-wildcard-action](https://example.org/policies/README.md#iam/no-wildcard-action), to accept it: \`LeastPrivilege::iam/no-wildcard-action[s3:*]\`

</details>

### Warnings

<details><summary>⚠️ statement allows every action of s3 through "s3:*" — <code>Orders/Queue</code></summary>

- **Template** \`cdk.out/Orders.template.json:812:15\`
- **Property** \`Properties/PolicyDocument/Statement/0/Action\`
- **Fix** name the actions: such code usually needs "s3:GetObject"
- **Why** A service-wide wildcard also grants every action the service adds later.
- **Rule** [iam/no-wildcard-action](https://example.org/policies/README.md#iam/no-wildcard-action), to accept it: \`LeastPrivilege::iam/no-wildcard-action[sqs:*]\`

</details>

### Acknowledged

- \`iam/no-wildcard-action[s3:*]\` on \`Orders/Role/DefaultPolicy/Resource\`: the archive role may do this until March
"
`);
});

test('a clean result', () => {
  expect(markdown(resultOf([])).output).toMatchInlineSnapshot(`
"<!-- cdk-least-privilege -->

## ✅ Least privilege: no errors

| errors | warnings | notes | acknowledged |
| ---: | ---: | ---: | ---: |
| 0 | 0 | 0 | 0 |

In 1 template (41 resources, 12 statements), by cdk-least-privilege 1.2.3 with the actions that AWS had on 2026-09-26.
"
`);
});

test('nothing checked is not clean', () => {
  expect(markdown(resultOf([], 0)).output).toContain('## ❌ Least privilege: no template was checked');
});

test('advice that holds for several resources is said once, errors one by one', () => {
  const advice = (name: string) =>
    finding({ severity: 'warning', constructPath: `Orders/${name}`, logicalId: name, source: `lib/a.ts:${name.length}:1` });
  const { output } = markdown(
    resultOf([finding(), finding({ constructPath: 'B' }), ...Array.from({ length: 12 }, (_, index) => advice(`Fn${index}`))]),
  );
  expect(output.match(/<details>/g)).toHaveLength(3);
  expect(output).toContain('<code>12 places</code>');
  expect(output).toContain('  - `Orders/Fn0` at `lib/a.ts:3`\n');
  expect(output).toContain('  - and 2 more\n');
});

test('stays within the size of a comment, and says what is left out', () => {
  const errors = Array.from({ length: 400 }, (_, index) => finding({ constructPath: `Orders/Role${index}`, fix: 'x'.repeat(300) }));
  const warnings = [finding({ severity: 'warning' })];
  const { output } = markdown(resultOf([...warnings, ...errors, finding({ acknowledged: 'fine' })]));
  expect(output.length).toBeGreaterThan(60_000);
  expect(output.length).toBeLessThanOrEqual(65_536);
  const shown = output.match(/<details>/g)?.length ?? 0;
  expect(output).toContain(
    `Left out, since a comment has a limit: ${400 - shown} errors, 1 warning, 1 acknowledged finding. \`npx cdk-least-privilege check\` prints all.`,
  );
  expect(output).toContain('## ❌ Least privilege: 400 errors');
});

test('one finding that is larger than a comment is left out, and counted', () => {
  const { output } = markdown(resultOf([finding({ fix: 'x'.repeat(70_000) })]));
  expect(output).toContain('Left out, since a comment has a limit: 1 error.');
  expect(output.length).toBeLessThan(2_000);
});

test('a template writes neither markup, nor elements, nor mentions of people', () => {
  const hostile = '</summary><img src=x> [a](https://evil.example) **b** `c` ``d`` @octocat | # $x$ \u202e\n## head';
  const { output } = markdown(
    resultOf([finding({ message: hostile, fix: hostile, constructPath: hostile, findingId: hostile }), finding({ acknowledged: hostile })]),
  );
  const outsideOfCode = output.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '').replace(MARK, '');
  expect(outsideOfCode).not.toMatch(/<(?!\/?(?:details|summary|code)>)/);
  expect(outsideOfCode).not.toContain('@octocat');
  // Markdown is not read in the lines of elements.
  const prose = outsideOfCode.replace(/^<details>.*$/gm, '');
  expect(prose).not.toMatch(/(?<!\\)(?:\[a|\*\*b)/);
  expect(output).not.toMatch(/^## head/m);
  expect(output).not.toContain('\u202e');
  expect(output.split('\n').filter((line) => line.startsWith('## '))).toHaveLength(1);
});

test('begins with the mark that a workflow finds its comment by', () => {
  expect(markdown(resultOf([])).output.startsWith(`${MARK}\n`)).toBe(true);
});
