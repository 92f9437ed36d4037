import rule from '../../../policies/endpoint/no-notebook-internet-access';
import { factsOf, resources } from '../facts';

const found = (type: string, properties: object) =>
  factsOf(rule, resources({ Studio: { Type: `AWS::SageMaker::${type}`, Properties: properties } }));

test('a notebook with or without a subnet has internet access unless it says otherwise', () => {
  const closed = { RootAccess: 'Disabled' };
  expect(found('NotebookInstance', { ...closed, SubnetId: 'subnet-1' })).toEqual(['internetAccessByDefault Studio ']);
  expect(found('NotebookInstance', { ...closed, DirectInternetAccess: 'Enabled' })).toEqual([
    'internetAccess Studio /DirectInternetAccess',
  ]);
  expect(found('NotebookInstance', { ...closed, DirectInternetAccess: 'disabled' })).toEqual([]);
});

test('a domain has internet access unless it says otherwise', () => {
  expect(found('Domain', {})).toEqual(['internetAccessByDefault Studio ']);
  expect(found('Domain', { AppNetworkAccessType: 'VpcOnly' })).toEqual([]);
});

test('root access and missing isolation are information, by default or not', () => {
  expect(found('NotebookInstance', { DirectInternetAccess: 'Disabled' })).toEqual(['rootAccess Studio  (at most info)']);
  expect(found('Model', { EnableNetworkIsolation: false })).toEqual(['noIsolation Studio /EnableNetworkIsolation (at most info)']);
  expect(found('Model', { EnableNetworkIsolation: true })).toEqual([]);
  expect(found('Model', { EnableNetworkIsolation: { 'Fn::ImportValue': 'isolation' } })).toEqual([]);
});
