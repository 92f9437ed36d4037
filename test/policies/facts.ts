import type { JsonObject } from '../../lib/core/json';
import { buildModel } from '../../lib/core/model/build';
import type { Model } from '../../lib/core/model/model';
import type { Settings } from '../../lib/core/options';
import { pointerOf } from '../../lib/core/path';
import type { Rule } from '../../lib/core/rule';
import { buildTemplates } from '../../lib/core/template';
import { writtenPlace } from '../../lib/core/template/globals';
import { loadReference } from '../../lib/reference';

/** The model of templates, named `a.json`, `b.json`, … in the order given. */
export function modelOf(...bodies: readonly JsonObject[]): Model {
  return modelWith({}, ...bodies);
}

/** As {@link modelOf}, for owners who say this about their own world. */
export function modelWith(settings: Partial<Settings>, ...bodies: readonly JsonObject[]): Model {
  const built = buildTemplates(bodies.map((body, index) => ({ name: `${String.fromCharCode(97 + index)}.json`, body })));
  return buildModel(built.templates, built.problems, loadReference(), settings);
}

/** What a rule finds, as `message logicalId /pointer below Properties`; facts with a cap end on ` (at most …)`. */
export function factsOf(rule: Rule, ...bodies: readonly JsonObject[]): string[] {
  return [...rule.check(modelOf(...bodies))].map(({ message, resource, at, atMost }) => {
    const place = pointerOf(writtenPlace(resource, at)).replace(`/Resources/${resource.logicalId}/Properties`, '');
    return `${message} ${resource.logicalId} ${place}${atMost === undefined || atMost === 'error' ? '' : ` (at most ${atMost})`}`;
  });
}

/** The worded first fact of a rule: its evidence and the data of its message. */
export function firstFactOf(rule: Rule, ...bodies: readonly JsonObject[]) {
  const [fact] = rule.check(modelOf(...bodies));
  if (fact === undefined) throw new Error('the rule found nothing');
  return fact;
}

/** A template of these resources, with more sections where given. */
export function resources(Resources: object, more: object = {}): JsonObject {
  return JSON.parse(JSON.stringify({ Resources, ...more }));
}
