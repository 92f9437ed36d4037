// What every app of this folder needs: a role whose policy holds one wildcard action on one named queue.
const { Role, ServicePrincipal, PolicyStatement } = require('aws-cdk-lib/aws-iam');

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';

function plainRole(scope, id) {
  return new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

function wildcardRole(scope, id, action = 'sqs:*') {
  const role = plainRole(scope, id);
  role.addToPolicy(new PolicyStatement({ sid: `Statement${id}`, actions: [action], resources: [QUEUE] }));
  return role;
}

module.exports = { QUEUE, plainRole, wildcardRole };
