import { buildModel } from '../../../lib/core/model/build';
import { isPublicOnPurpose } from '../../../lib/core/model/public-endpoints';
import { buildTemplates } from '../../../lib/core/template';
import { loadReference } from '../../../lib/reference';

function isPublic(publicEndpoints: readonly string[], route?: string): boolean {
  const balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Metadata: { 'aws:cdk:path': 'Shop/Web/Alb/Resource' } };
  const { templates, problems } = buildTemplates([{ name: 'a.json', body: { Resources: { WebAlb1234: balancer } } }]);
  const model = buildModel(templates, problems, loadReference(), { publicEndpoints });
  const [resource] = model.resourcesOfType(balancer.Type);
  return resource !== undefined && isPublicOnPurpose(model, resource, route);
}

test('nothing is public on purpose until it is said', () => {
  expect(isPublic([])).toBe(false);
  expect(isPublic([], 'GET /health')).toBe(false);
});

test.each(['WebAlb1234', ' WebAlb1234 ', 'WebAlb*', '*Alb*', 'Shop/Web/Alb/Resource', 'Shop/Web/Alb', 'Shop/Web', 'Shop', '*/Alb', '*'])(
  '"%s" names the load balancer',
  (pattern) => {
    expect(isPublic([pattern])).toBe(true);
    expect(isPublic(['Another', pattern])).toBe(true);
  },
);

test.each(['', 'WebAlb', 'webalb1234', 'Shop/We', 'Alb', 'Shop/*/Nlb', 'Web*1234*5', '*Alb1234Alb1234', 'Web?lb1234', 'WebAlb1*1234'])(
  '"%s" does not',
  (pattern) => {
    expect(isPublic([pattern])).toBe(false);
  },
);

test('a route is named as findings name it', () => {
  expect(isPublic(['GET /health'], 'GET /health')).toBe(true);
  expect(isPublic(['* /public/*'], 'POST /public/orders')).toBe(true);
  expect(isPublic(['GET /health'], 'POST /health')).toBe(false);
  expect(isPublic(['GET /health'])).toBe(false);
});
