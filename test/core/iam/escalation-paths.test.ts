import { parseActionPattern } from '../../../lib/core/iam/action';
import { escalationPaths, isSelfEscalation } from '../../../lib/core/iam/escalation-paths';
import { credentialActions, dataActions, sharingActions } from '../../../lib/core/iam/sensitive-actions';
import { loadReference } from '../../../lib/reference';

const reference = loadReference();
const paths = escalationPaths.map((path) => [path.actions.join(' + '), path] as const);

test.each(paths)('%s are actions of the reference, in its spelling', (_name, { actions }) => {
  expect(actions.flatMap((action) => parseActionPattern(reference, action).actions.map(({ id }) => id))).toEqual([...actions]);
});

test('no path stands twice, or holds another one of its family', () => {
  const larger = escalationPaths.filter((path) =>
    escalationPaths.some(
      (other) => other !== path && other.family === path.family && other.actions.every((action) => path.actions.includes(action)),
    ),
  );
  expect(larger.map(({ actions }) => actions)).toEqual([]);
});

test('what passes a role says so, names the services, and is decided by iam:PassRole', () => {
  for (const { family, story, actions, passedTo } of escalationPaths) {
    expect([family === 'passes-role', family === 'passes-role', family === 'passes-role']).toEqual([
      story.includes('{role}'),
      actions[0] === 'iam:PassRole',
      passedTo !== undefined,
    ]);
  }
});

test.each([...credentialActions, ...dataActions, ...sharingActions])('%s is an action of the reference, in its spelling', (action) => {
  expect(parseActionPattern(reference, action).actions.map(({ id }) => id)).toEqual([action]);
});

test('actions that change identities by themselves are told from those that need others', () => {
  expect(isSelfEscalation('iam:PutRolePolicy')).toBe(true);
  expect(isSelfEscalation('iam:PassRole')).toBe(false);
});
