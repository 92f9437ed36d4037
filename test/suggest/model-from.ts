import { buildModel } from '../../lib/core/model/build';
import type { Model } from '../../lib/core/model/model';
import { buildTemplates } from '../../lib/core/template';
import { loadReference } from '../../lib/reference';

/** The model of one template. */
export function modelFrom(body: Parameters<typeof buildTemplates>[0][number]['body'], name = 'Orders.template.json'): Model {
  const { templates, problems } = buildTemplates([{ name, body, account: '111122223333', region: 'eu-west-1' }]);
  return buildModel(templates, problems, loadReference());
}
