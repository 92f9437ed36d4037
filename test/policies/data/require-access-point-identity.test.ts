import rule from '../../../policies/data/require-access-point-identity';
import { factsOf, resources } from '../facts';

const found = (Properties: object, more: object = {}) =>
  factsOf(rule, resources({ Access: { Type: 'AWS::EFS::AccessPoint', Properties } }, more));
const PosixUser = { Uid: '1000', Gid: '1000' };

test('both a user and a directory are wanted', () => {
  expect(found({ PosixUser, RootDirectory: { Path: '/orders' } })).toEqual([]);
  expect(found({ RootDirectory: { Path: '/orders' } })).toEqual(['noUser Access ']);
  expect(found({ PosixUser, RootDirectory: { Path: '/' } })).toEqual(['wholeFileSystem Access /RootDirectory/Path']);
  expect(found({ PosixUser, RootDirectory: {} })).toEqual(['wholeFileSystem Access /RootDirectory']);
});

test('a directory that the deployment chooses counts', () => {
  expect(found({ PosixUser, RootDirectory: { Path: { Ref: 'Path' } } }, { Parameters: { Path: { Type: 'String' } } })).toEqual([]);
});
