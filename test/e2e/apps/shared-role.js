// Two functions behind one role: worth a warning, and nothing that blocks.
const { Code, Function: LambdaFunction, Runtime } = require('aws-cdk-lib/aws-lambda');
const { plainRole } = require('./wildcard-role');

function sharedRole(scope) {
  const role = plainRole(scope, 'Shared');
  for (const id of ['Read', 'Write']) {
    new LambdaFunction(scope, id, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = () => {}'),
      role,
    });
  }
}

module.exports = { sharedRole };
