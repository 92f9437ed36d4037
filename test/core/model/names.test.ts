import { ResourceNames } from '../../../lib/core/model/names';
import { buildTemplates } from '../../../lib/core/template';
import { holed, type ResourceHole } from '../../../lib/core/template/symbolic';
import type { Resource } from '../../../lib/core/template/template';

function resourceAt(path: string, type = 'AWS::S3::Bucket') {
  return { Type: type, Metadata: { 'aws:cdk:path': path } };
}

const { templates } = buildTemplates([
  {
    name: 'Orders.template.json',
    body: {
      Resources: {
        ReceiptsA1B2C3D4: resourceAt('Orders/Receipts/Resource'),
        StorageReceipts5E6F: resourceAt('Orders/Storage/Receipts/Resource'),
        PlainRole: resourceAt('Orders/Fn/ServiceRole/Resource', 'AWS::IAM::Role'),
      },
    },
  },
  {
    name: 'Prod.template.json',
    stack: 'Prod/Billing',
    body: { Resources: { Ledger77: resourceAt('Prod/Billing/Ledger/Resource'), Hand: { Type: 'AWS::S3::Bucket' } } },
  },
]);
const names = new ResourceNames(templates);

function resource(template: number, logicalId: string): Resource {
  const found = templates[template]?.resources.get(logicalId);
  if (found === undefined) throw new Error(`the fixture holds no "${logicalId}"`);
  return found;
}

function arnOf(subject: Resource): ResourceHole {
  return { kind: 'resource', template: subject.template.name, logicalId: subject.logicalId, resourceType: subject.type, attribute: 'Arn' };
}

test.each([
  [0, 'ReceiptsA1B2C3D4', 'Receipts'],
  [0, 'StorageReceipts5E6F', 'Storage/Receipts'],
  [0, 'PlainRole', 'Fn/ServiceRole'],
  [1, 'Ledger77', 'Ledger'],
  [1, 'Hand', 'Hand'],
])('names the resource of template %i with logical id %s "%s"', (template, logicalId, name) => {
  expect(names.nameOf(resource(template, logicalId))).toBe(name);
});

test('shows a resource of the same stack by its construct, and one of another stack with the stack', () => {
  const receipts = resource(0, 'ReceiptsA1B2C3D4');
  const ledger = resource(1, 'Ledger77');
  expect(names.show(holed(arnOf(receipts)), receipts)).toBe('<Receipts.Arn>');
  expect(names.show(holed(arnOf(ledger)), receipts)).toBe('<Prod/Billing/Ledger.Arn>');
});
