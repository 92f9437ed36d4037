import { deploymentsInUse, isThrottled, stagesOf } from '../../../lib/core/model/stages';
import { modelOf, resources } from '../../policies/facts';

const shown = (Resources: object, more: object = {}) =>
  stagesOf(modelOf(resources(Resources, more))).map(
    ({ kind, origin, name, isPrivate }) => `${kind} ${origin} ${name}${isPrivate ? ' private' : ''}`,
  );
const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };

test('every kind of stage, and what it is called', () => {
  expect(
    shown({
      Api,
      Rest: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } },
      Nameless: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: 'elsewhere' } },
      Deployed: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'test' } },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
      Chat: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } },
      ChatStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Chat' }, StageName: 'prod' } },
      Http: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'elsewhere', StageName: '$default' } },
    }),
  ).toEqual(['rest stage Api/prod', 'rest stage Nameless', 'rest deployment Api/test', 'websocket stage Chat/prod', 'http stage $default']);
});

test('a private API, in both ways that CloudFormation and SAM write it', () => {
  const Stage = { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'p' } };
  const Private = { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['PRIVATE'] } } };
  expect(shown({ Api: Private, Stage })).toEqual(['rest stage Api/p private']);
  const Sam = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'p', EndpointConfiguration: { Type: 'PRIVATE' } } };
  expect(shown({ Sam }, { Transform: 'AWS::Serverless-2016-10-31' })).toEqual(['rest sam Sam/p private']);
});

test('the own properties of a SAM resource come before Globals, key by key', () => {
  const Globals = { Api: { TracingEnabled: true, Auth: { DefaultAuthorizer: 'A', ApiKeyRequired: true } } };
  const Sam = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'p', Auth: { DefaultAuthorizer: 'B' } } };
  const [api] = modelOf(resources({ Sam }, { Globals })).resourcesOfType('AWS::Serverless::Api');
  expect(api?.properties).toEqual({
    TracingEnabled: true,
    StageName: 'p',
    Auth: { DefaultAuthorizer: 'B', ApiKeyRequired: true },
  });
});

test('an API is throttled when all its stages are', () => {
  const stage = (rate?: number) => ({
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: `s${rate}`, DefaultRouteSettings: { ThrottlingRateLimit: rate } },
  });
  const throttled = (Resources: object) => {
    const model = modelOf(resources({ Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} }, ...Resources }));
    return isThrottled(model, model.resourcesOfType('AWS::ApiGatewayV2::Api')[0]);
  };
  expect(throttled({ A: stage(5) })).toBe(true);
  expect(throttled({ A: stage(5), B: stage() })).toBe(false);
  expect(throttled({})).toBe(false);
});

test('the deployments that stages run', () => {
  const model = modelOf(
    resources({
      Used: { Type: 'AWS::ApiGateway::Deployment', Properties: {} },
      Spare: { Type: 'AWS::ApiGateway::Deployment', Properties: {} },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { DeploymentId: { Ref: 'Used' } } },
    }),
  );
  expect([...deploymentsInUse(model)].map(({ logicalId }) => logicalId)).toEqual(['Used']);
});
