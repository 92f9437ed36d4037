import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'noUser' | 'wholeFileSystem';

const accessPoint = (properties: { readonly [key: string]: { readonly [key: string]: string } }) => ({
  Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true } },
  Access: { Type: 'AWS::EFS::AccessPoint', Properties: { FileSystemId: { Ref: 'Files' }, ...properties } },
});

export default defineRule<Message>({
  meta: {
    id: 'data/require-access-point-identity',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'Access points of file systems fix a user and a directory',
    rationale:
      'An access point without a POSIX user believes whatever user id its client claims, root included, and one at the root directory opens the whole file system. Both together are the least privilege of a file system.',
    references: ['https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html'],
    catalogue: ['DATA-EFS-LAMBDA'],
    peers: ['Security Hub EFS.3', 'Security Hub EFS.4'],
  },
  messages: {
    noUser: {
      what: 'access point "{name}" sets no PosixUser: the client chooses which user it is',
      fix: 'set PosixUser with the Uid and Gid of the app; in CDK "posixUser: { uid, gid }"',
    },
    wholeFileSystem: {
      what: 'access point "{name}" opens the whole file system: RootDirectory.Path is {value}',
      fix: 'set RootDirectory.Path to the directory of the app; in CDK "path: \'/orders\'"',
    },
  },
  examples: {
    valid: [
      {
        title: 'a user and a directory',
        resources: accessPoint({ PosixUser: { Uid: '1000', Gid: '1000' }, RootDirectory: { Path: '/orders' } }),
      },
    ],
    invalid: [{ title: 'neither', resources: accessPoint({}), reports: ['noUser', 'wholeFileSystem'] }],
  },
  *check(model): Iterable<Fact<Message>> {
    for (const resource of model.resourcesOfType('AWS::EFS::AccessPoint')) {
      const name = model.nameOf(resource);
      for (const reading of model.readingsOf(resource)) {
        if (reading.lacks('PosixUser')) {
          yield { message: 'noUser', resource, at: reading.at, evidence: 'PosixUser absent', data: { name } };
        }
        for (const { kind, text, at } of reading.values('RootDirectory', 'Path')) {
          if (kind !== 'absent' && text !== '/') continue;
          const value = kind === 'absent' ? 'absent' : '"/"';
          const evidence = `RootDirectory.Path ${kind === 'absent' ? 'absent' : text}`;
          yield { message: 'wholeFileSystem', resource, at, evidence, data: { name, value } };
        }
      }
    }
  },
});
