import { changesBetween } from '../../lib/lockfile/compare';
import { type Difference, diffReports } from '../../lib/lockfile/report';
import { loadReference } from '../../lib/reference';
import { allow, lockWith, RECEIPTS, TABLE } from './locks';

const reference = loadReference();
const old = lockWith([allow('s3:GetObject', RECEIPTS), allow('dynamodb:Scan', TABLE)]);
const own = lockWith([
  allow(['s3:GetObject', 's3:DeleteObject'], RECEIPTS),
  allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:a|b`<c>@d'),
]);
const difference: Difference = { changes: changesBetween(old, own), before: 'permissions.lock.json', after: 'cdk.out', locked: true };

test('text: what widened stands first, each with the statement behind it', () => {
  expect(diffReports.text(difference, reference)).toBe(`Widened
  PlaceOrder may now delete objects in Receipts
      s3:DeleteObject on <Orders/Receipts.Arn>/*
  PlaceOrder may now send messages to arn:aws:sqs:eu-west-1:111122223333:a|b\`<c>@d
      sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:a|b\`<c>@d

Narrowed
  PlaceOrder may no longer read items in Table
      dynamodb:Scan on <Orders/Table.Arn>

2 widened, 1 narrowed, 0 changed between permissions.lock.json and cdk.out: take it back, or accept it with "cdk-least-privilege snapshot" in the same change
`);
});

test('Markdown: names of the template are text', () => {
  const markdown = diffReports.markdown(difference, reference);
  expect(markdown).toContain('#### :warning: Widened');
  expect(markdown).toContain('<summary>Narrowed (1)</summary>');
  expect(markdown).toContain('a&#124;b&#96;&lt;c&gt;&#64;d');
  expect(markdown.replace(/<\/?(?:details|summary|code|br)>/g, '')).not.toMatch(/<\w/);
});

test('JSON: every change with its direction', () => {
  const { changes } = JSON.parse(diffReports.json(difference, reference));
  expect(changes).toHaveLength(3);
  expect(changes[0]).toEqual({
    direction: 'widened',
    kind: 'permission',
    subject: 'Orders/PlaceOrder/ServiceRole',
    functions: ['Orders/PlaceOrder'],
    presence: 'both',
    sentence: 'PlaceOrder may now delete objects in Receipts',
    grant: { on: '<Orders/Receipts.Arn>/*', actions: ['s3:DeleteObject'] },
    before: null,
    after: null,
  });
});

test('nothing changed', () => {
  const same: Difference = { ...difference, changes: [] };
  expect(diffReports.text(same, reference)).toBe('no permission changed between permissions.lock.json and cdk.out\n');
  expect(diffReports.markdown(same, reference)).toContain('No permission changed');
  expect(JSON.parse(diffReports.json(same, reference)).changes).toEqual([]);
});
