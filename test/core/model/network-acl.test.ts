import { isClosedBefore, isOpenEntry, readAclEntries } from '../../../lib/core/model/network-acl';
import { modelOf, resources } from '../../policies/facts';

const entries = (...all: object[]) =>
  readAclEntries(
    modelOf(
      resources(
        Object.fromEntries(
          all.map((more, index) => [
            `E${index}`,
            {
              Type: 'AWS::EC2::NetworkAclEntry',
              Properties: {
                NetworkAclId: 'acl-1',
                RuleNumber: 100 + index,
                RuleAction: 'allow',
                CidrBlock: '0.0.0.0/0',
                Protocol: -1,
                ...more,
              },
            },
          ]),
        ),
      ),
    ),
  );

test('outbound entries are left out, an undecided direction is not', () => {
  expect(entries({ Egress: true }, { Egress: 'true' })).toEqual([]);
  expect(entries({ Egress: { Ref: 'AWS::StackName' } })).toHaveLength(1);
});

test('ports by protocol', () => {
  const portsOf = (more: object) => entries(more)[0]?.ports;
  expect(portsOf({})).toEqual([0, 65535]);
  expect(portsOf({ Protocol: '6', PortRange: { From: '22', To: '23' } })).toEqual([22, 23]);
  expect(portsOf({ Protocol: 17 })).toEqual([0, 65535]);
  expect(portsOf({ Protocol: 1 })).toBeUndefined();
  expect(portsOf({ Protocol: { Ref: 'AWS::StackName' }, PortRange: { From: 443, To: 443 } })).toEqual([0, 65535]);
});

test('a denial before an allowance closes a port', () => {
  const [deny, allow] = entries({ RuleAction: 'deny', Protocol: 6, PortRange: { From: 20, To: 25 } }, {});
  if (deny === undefined || allow === undefined) throw new Error('no entries');
  expect(isOpenEntry(allow)).toBe(true);
  expect(isOpenEntry(deny)).toBe(false);
  expect(isClosedBefore(allow, 22, [deny, allow])).toBe(true);
  expect(isClosedBefore(allow, 3389, [deny, allow])).toBe(false);
});
