import type { Json } from '../../lib/core/json';
import { buildModel } from '../../lib/core/model/build';
import type { Settings } from '../../lib/core/options';
import type { Rule } from '../../lib/core/rule';
import { buildTemplates } from '../../lib/core/template';
import { loadReference } from '../../lib/reference';

interface Surroundings {
  readonly settings?: Partial<Settings>;
  /** The accounts of the stacks; the role is in the first, the others are empty. */
  readonly accounts?: readonly (string | undefined)[];
  /** Resources beside the role. */
  readonly beside?: object;
}

/** What a rule finds in a role `Role` with this trust policy, as `message`, with a cap where it has one. */
export function factsWith(rule: Rule, { settings = {}, accounts = [undefined], beside = {} }: Surroundings, trust: object): string[] {
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } };
  const bodies = accounts.map((_account, index) => ({ Resources: index === 0 ? { Role: role, ...beside } : {} }));
  const inputs = bodies.map((body, index) => {
    const account = accounts[index];
    const copy: { [key: string]: Json } = JSON.parse(JSON.stringify(body));
    return { name: `${index}.json`, body: copy, ...(account === undefined ? {} : { account }) };
  });
  const built = buildTemplates(inputs);
  const model = buildModel(built.templates, built.problems, loadReference(), settings);
  return [...rule.check(model)].map(({ message, atMost }) => (atMost === undefined ? message : `${message} (at most ${atMost})`));
}
