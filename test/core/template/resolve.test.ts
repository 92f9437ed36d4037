import type { Json, JsonObject } from '../../../lib/core/json';
import { buildTemplates, createResolvers } from '../../../lib/core/template';
import { render } from '../../../lib/core/template/symbolic';

/** Renders the feasible texts of `node` in a template with the given sections. */
function textsOf(node: Json, sections: JsonObject = {}): string[] {
  const { templates } = buildTemplates([{ name: 't.json', body: { Resources: { B: { Type: 'AWS::S3::Bucket' } }, ...sections } }]);
  const [template] = templates;
  if (template === undefined) throw new Error('no template');
  return createResolvers(templates)(template)
    .strings(node, undefined)
    .map(({ value }) => render(value));
}

describe('smoke', () => {
  test.each<[string, Json, string[]]>([
    ['literal', 'a', ['a']],
    ['Join', { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }, ['a<B>']],
    ['Sub', { 'Fn::Sub': 'arn:${AWS::Partition}:x/${B.Arn}/${!y}' }, ['arn:${AWS::Partition}:x/<B.Arn>/${y}']],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['|', 'a|*'] }] }, ['*']],
    ['If', { 'Fn::Join': ['', [{ 'Fn::If': ['P', 'a', 'b'] }, { 'Fn::If': ['P', '1', '2'] }]] }, ['a1', 'b2']],
    ['allowed values', { Ref: 'E' }, ['dev', 'prod']],
    ['find in map', { 'Fn::FindInMap': ['M', { Ref: 'E' }, 'k'] }, ['D', 'P']],
    ['correlated', { 'Fn::Sub': '${E}-${E}' }, ['dev-dev', 'prod-prod']],
    ['condition and parameter', { 'Fn::If': ['P', { Ref: 'E' }, { 'Fn::Sub': 'not ${E}' }] }, ['prod', 'not dev']],
    [
      'json',
      { 'Fn::ToJsonString': { a: ['*', { Ref: 'B' }], b: { 'Fn::If': ['P', { Ref: 'AWS::NoValue' }, 1] } } },
      ['{"a":["*","<B>"]}', '{"a":["*","<B>"],"b":"1"}'],
    ],
  ])('%s', (_title, node, expected) => {
    expect(
      textsOf(node, {
        Parameters: { E: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'prod'] } },
        Conditions: { P: { 'Fn::Equals': [{ Ref: 'E' }, 'prod'] } },
        Mappings: { M: { dev: { k: 'D' }, prod: { k: 'P' } } },
      }),
    ).toEqual(expected);
  });
});
