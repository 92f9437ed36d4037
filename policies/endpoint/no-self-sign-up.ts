import type { JsonObject } from '../../lib/core/json';
import { isPublicOnPurpose } from '../../lib/core/model/public-endpoints';
import { positionsOf, type Switch, switchFact } from '../../lib/core/model/switches';
import { defineRule } from '../../lib/core/rule';

const adminOnly: Switch = { path: ['AdminCreateUserConfig', 'AllowAdminCreateUserOnly'], on: ['false'], onWithout: true };

const userPool = (properties: JsonObject): JsonObject => ({ Users: { Type: 'AWS::Cognito::UserPool', Properties: properties } });

export default defineRule({
  meta: {
    id: 'endpoint/no-self-sign-up',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Strangers cannot make themselves users',
    rationale:
      'With self sign-up, "signed in" means anybody with a mailbox: every API that takes the tokens of the pool, and every role that its groups or identity pools give, is open to them. It is the default of CloudFormation.',
    references: [
      'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-admin-create-user-policy.html',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cognito-userpool-admincreateuserconfig.html',
    ],
    catalogue: ['NET-COGNITO-SELF-SIGNUP'],
    peers: ['prowler cognito_user_pool_self_registration_disabled'],
  },
  messages: {
    selfSignUp: {
      what: 'user pool "{name}" lets everybody sign up: AllowAdminCreateUserOnly is {value}',
      fix: 'set "AdminCreateUserConfig: AllowAdminCreateUserOnly" to true ("selfSignUpEnabled: false" of cognito.UserPool); acknowledge a pool for the public',
    },
    undecided: {
      what: 'whether everybody can sign up to user pool "{name}" cannot be decided: AllowAdminCreateUserOnly is "{value}"',
      fix: 'write AllowAdminCreateUserOnly true, or give the parameter that decides it that value as its default',
    },
  },
  examples: {
    valid: [
      {
        title: 'a pool whose administrators make the users',
        resources: userPool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } }),
      },
    ],
    invalid: [
      { title: 'a pool with the default', resources: userPool({ UserPoolName: 'orders' }), reports: ['selfSignUp'] },
      {
        title: 'a choice that is made at deployment',
        template: {
          Parameters: { Closed: { Type: 'String' } },
          Resources: userPool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: { Ref: 'Closed' } } }),
        },
        reports: ['undecided'],
      },
    ],
  },
  *check(model) {
    for (const resource of model.resourcesOfType('AWS::Cognito::UserPool')) {
      if (isPublicOnPurpose(model, resource)) continue;
      for (const position of positionsOf(model, resource, adminOnly)) {
        const { data, ...fact } = switchFact(model, position);
        const value = position.state === 'default' ? 'absent, and the default is false' : position.value;
        const message = position.state === 'undecided' ? ('undecided' as const) : ('selfSignUp' as const);
        yield { message, ...fact, data: { ...data, value } };
      }
    }
  },
});
