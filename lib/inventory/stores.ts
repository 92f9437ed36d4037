import { encryptedStores, isAwsManagedKey, unencryptedBy } from '../core/model/encryption';
import type { Model } from '../core/model/model';
import type { Reading } from '../core/model/reading';
import type { Resource } from '../core/template/template';
import { defaultBusOf } from './default-bus';
import type { InventoryStore } from './inventory';
import { sortedBy } from './order';
import type { ExposureReader } from './store-exposure';
import { storeKinds } from './store-kinds';
import type { Things } from './things';

/** Every store of the input, sorted. */
export function readStores(model: Model, things: Things, exposures: ExposureReader): readonly InventoryStore[] {
  const stores = storeKinds.flatMap(({ type, kind, data }) =>
    model.resourcesOfType(type).map((resource): InventoryStore => {
      const { exposure, reasons } = exposures.exposureOf(resource);
      const role = roleOf(model, resource);
      return {
        ...things.thingOf(resource),
        kind,
        data,
        encrypted: encryptionOf(model, resource),
        exposure,
        exposedBy: reasons,
        role: role === undefined ? null : things.idOf(role),
      };
    }),
  );
  const bus = defaultBusOf(model);
  return sortedBy(bus === undefined ? stores : [...stores, bus], ({ id }) => id);
}

/** The role of what acts on its own; a state machine of SAM without one has a role that SAM makes, and holds its policies itself. */
function roleOf(model: Model, resource: Resource): Resource | undefined {
  const property = { 'AWS::StepFunctions::StateMachine': 'RoleArn', 'AWS::Serverless::StateMachine': 'Role' }[resource.type];
  if (property === undefined) return undefined;
  const resolver = model.resolverOf(resource.template);
  const [role] = model.values(resource, property).flatMap(({ value }) => resolver.target(value) ?? []);
  return role ?? (resource.type === 'AWS::Serverless::StateMachine' && resource.properties.Role === undefined ? resource : undefined);
}

type Encryption = InventoryStore['encrypted'];

function encryptionOf(model: Model, resource: Resource): Encryption {
  const found = new Set(model.readingsOf(resource).map((reading) => encryptionIn(reading, resource.type)));
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : 'unknown';
}

function encryptionIn(reading: Reading, type: string): Encryption {
  if (type === 'AWS::S3::Bucket') {
    const rules = reading.objects('BucketEncryption', 'ServerSideEncryptionConfiguration');
    return rules.length === 0 ? 'aws-key' : widestOf(rules.map((rule) => byKey(rule, ['ServerSideEncryptionByDefault', 'KMSMasterKeyID'])));
  }
  if (type === 'AWS::KMS::Key') return 'aws-key';
  if (type === 'AWS::SSM::Parameter') return 'none';
  const store = encryptedStores.find((candidate) => candidate.type === type);
  if (store === undefined) return 'unknown';
  for (const each of store.switches ?? []) {
    const [unencrypted] = unencryptedBy(reading, each);
    if (unencrypted !== undefined) return unencrypted.dependsOn === undefined ? 'none' : 'unknown';
  }
  return store.key === undefined ? 'aws-key' : byKey(reading, store.key.path);
}

function byKey(reading: Reading, path: readonly string[]): Encryption {
  const values = path.includes('*')
    ? reading.objects(...path.slice(0, path.indexOf('*'))).flatMap((member) => member.values(...path.slice(path.indexOf('*') + 1)))
    : reading.values(...path);
  if (values.every((value) => value.kind === 'absent' || isAwsManagedKey(value))) return 'aws-key';
  return values.every((value) => value.kind !== 'absent' && !isAwsManagedKey(value)) ? 'customer-key' : 'unknown';
}

function widestOf(all: readonly Encryption[]): Encryption {
  const [first] = all;
  return first !== undefined && all.every((each) => each === first) ? first : 'unknown';
}
