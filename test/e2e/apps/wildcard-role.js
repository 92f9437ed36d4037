// What every app of this folder needs: a role whose policy holds one wildcard action on one named resource of the service.
const { Role, ServicePrincipal, PolicyStatement } = require('aws-cdk-lib/aws-iam');

const NAMES = {
  events: 'rule/orders',
  kms: 'key/0a1b2c3d-1111-2222-3333-0a1b2c3d4e5f',
  ssm: 'parameter/orders',
  states: 'stateMachine:orders',
};

/** The resource `orders` of the service that an action belongs to. */
function resourceOf(action) {
  const [service] = action.split(':');
  return `arn:aws:${service}:eu-west-1:111122223333:${NAMES[service] ?? 'orders'}`;
}

function plainRole(scope, id) {
  return new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

function wildcardRole(scope, id, action = 'sqs:*') {
  const role = plainRole(scope, id);
  role.addToPolicy(new PolicyStatement({ sid: `Statement${id}`, actions: [action], resources: [resourceOf(action)] }));
  return role;
}

module.exports = { plainRole, resourceOf, wildcardRole };
