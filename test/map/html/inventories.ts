import type {
  Inventory,
  InventoryApi,
  InventoryEntryPoint,
  InventoryFunction,
  InventoryPermission,
  InventoryStore,
  Thing,
} from '../../../lib/inventory/inventory';

function thing(stack: string, name: string, type: string): Thing {
  const logicalId = name.replace(/\W/g, '');
  return {
    id: `${stack}/${name}`,
    name,
    stack,
    type,
    template: `${stack}.template.json`,
    logicalId,
    source: `lib/${stack.toLowerCase()}.ts:12:5`,
  };
}

export function functionOf(stack: string, name: string, given: Partial<InventoryFunction> = {}): InventoryFunction {
  return {
    ...thing(stack, name, 'AWS::Lambda::Function'),
    runtime: 'nodejs24.x',
    provided: false,
    role: `${stack}/${name}/ServiceRole`,
    sharesRoleWith: [],
    exposure: 'app',
    directExposure: 'app',
    exposedThrough: [],
    blastRadius: 'low',
    blastReasons: [],
    deadLetter: null,
    errorHandling: [],
    logGroup: true,
    tracing: false,
    vpc: false,
    reservedConcurrency: null,
    ...given,
  };
}

export function storeOf(stack: string, name: string, given: Partial<InventoryStore> = {}): InventoryStore {
  return {
    ...thing(stack, name, 'AWS::DynamoDB::Table'),
    kind: 'DynamoDB table',
    data: true,
    encrypted: 'aws-key',
    exposure: 'app',
    exposedBy: [],
    role: null,
    ...given,
  };
}

export function routeOf(stack: string, label: string, started: string, given: Partial<InventoryEntryPoint> = {}): InventoryEntryPoint {
  return {
    id: `${stack}/${label}`,
    kind: 'http-route',
    invocation: 'synchronous',
    service: 'API Gateway',
    label,
    exposure: 'anyone',
    authentication: ['none'],
    who: 'anyone on the internet',
    tls: 'yes',
    function: `${stack}/${started}`,
    store: null,
    from: `${stack}/Api`,
    stack,
    template: `${stack}.template.json`,
    logicalId: label.replace(/\W/g, ''),
    ...given,
  };
}

export function permissionOf(
  stack: string,
  name: string,
  store: string | null,
  given: Partial<InventoryPermission> = {},
): InventoryPermission {
  return {
    holder: `${stack}/${name}/ServiceRole`,
    store: store === null ? null : `${stack}/${store}`,
    resource: store === null ? '*' : `<${store}.Arn>`,
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    effects: ['read'],
    conditions: [],
    wildcard: false,
    covers: [],
    note: null,
    ...given,
  };
}

function apiOf(stack: string, entryPoints: readonly InventoryEntryPoint[]): InventoryApi {
  return {
    ...thing(stack, 'Api', 'AWS::ApiGatewayV2::Api'),
    protocol: 'HTTP',
    definition: false,
    authentication: [...new Set(entryPoints.flatMap(({ authentication }) => authentication))].sort(),
    tls: 'yes',
    accessLogs: true,
    throttling: false,
    validation: false,
    webAcl: false,
    consumers: ['users of the pool Customers'],
    entryPoints: entryPoints.map(({ id }) => id),
  };
}

export const emptyInventory: Inventory = {
  schemaVersion: 1,
  tool: { name: 'cdk-least-privilege', version: '1.2.3', referenceDate: '2026-09-26' },
  apps: [],
  functions: [],
  entryPoints: [],
  apis: [],
  stores: [],
  holders: [],
  permissions: [],
  flows: [],
  outbound: [],
  unread: [],
};

const S = 'Shop';

/** A web shop: two stacks, a route that is open, one that is not, a queue between two functions, and a role of another account. */
export const shop: Inventory = {
  ...emptyInventory,
  apps: [
    { id: 'Billing', template: 'Billing.template.json', account: null, region: null, resources: 9 },
    { id: S, template: 'Shop.template.json', account: '111122223333', region: 'eu-central-1', resources: 40 },
  ],
  functions: [
    functionOf('Billing', 'CloseMonth', {
      exposure: 'account',
      directExposure: 'account',
      blastRadius: 'critical',
      blastReasons: ['may do everything to every bucket'],
      deadLetter: false,
    }),
    functionOf(S, 'ListOrders', {
      exposure: 'anyone',
      directExposure: 'anyone',
      exposedThrough: [`${S}/GET /orders`],
      blastRadius: 'medium',
      blastReasons: ['may read every item of Orders'],
    }),
    functionOf(S, 'PlaceOrder', {
      exposure: 'signed-in',
      directExposure: 'signed-in',
      exposedThrough: [`${S}/POST /orders`],
      blastRadius: 'high',
      blastReasons: ['may delete every item of Orders'],
    }),
    functionOf(S, 'PingHealth', {
      exposure: 'anyone',
      directExposure: 'anyone',
      exposedThrough: [`${S}/GET /health`],
      blastRadius: 'none',
    }),
    functionOf(S, 'SendReceipt', {
      exposure: 'anyone',
      directExposure: 'app',
      exposedThrough: [`${S}/GET /orders`, `${S}/ListOrders`, `${S}/Mails`, `${S}/SendReceipt`],
      blastRadius: 'low',
      deadLetter: true,
      errorHandling: ['dead-letter queue Failed'],
      tracing: true,
    }),
  ],
  entryPoints: [
    {
      ...routeOf('Billing', 'rate(30 days)', 'CloseMonth'),
      kind: 'trigger',
      invocation: 'schedule',
      service: 'EventBridge',
      exposure: 'account',
      authentication: [],
      who: 'the schedule',
      from: null,
    },
    routeOf(S, 'GET /health', 'PingHealth'),
    routeOf(S, 'GET /orders', 'ListOrders'),
    routeOf(S, 'POST /orders', 'PlaceOrder', { exposure: 'signed-in', authentication: ['cognito'], who: 'users of the pool Customers' }),
    {
      ...routeOf(S, 'Mails', 'SendReceipt'),
      id: `${S}/SendReceipt/Mails`,
      kind: 'trigger',
      invocation: 'poll',
      service: 'SQS',
      exposure: 'app',
      authentication: [],
      who: 'the queue Mails',
      from: `${S}/Mails`,
    },
  ],
  apis: [apiOf(S, [routeOf(S, 'GET /health', 'PingHealth'), routeOf(S, 'GET /orders', 'ListOrders')])],
  stores: [
    storeOf('Billing', 'Invoices', { type: 'AWS::S3::Bucket', kind: 'S3 bucket', encrypted: 'none' }),
    storeOf(S, 'Mails', { type: 'AWS::SQS::Queue', kind: 'SQS queue', data: false }),
    storeOf(S, 'Orders', { encrypted: 'customer-key' }),
    storeOf(S, 'Receipts', {
      type: 'AWS::S3::Bucket',
      kind: 'S3 bucket',
      exposure: 'other-account',
      exposedBy: ['account 444455556666 may use s3:GetObject'],
    }),
  ],
  holders: [{ ...thing(S, 'Auditor', 'AWS::IAM::Role'), trusts: ['account 444455556666'] }],
  permissions: [
    permissionOf('Billing', 'CloseMonth', null, {
      actions: ['s3:*'],
      effects: ['delete', 'list', 'permissions', 'read', 'write'],
      wildcard: true,
      covers: ['AWS::S3::Bucket'],
      resource: '*',
    }),
    { ...permissionOf(S, 'Auditor', 'Orders'), holder: `${S}/Auditor` },
    permissionOf(S, 'ListOrders', 'Mails', { actions: ['sqs:SendMessage'], effects: ['write'] }),
    permissionOf(S, 'ListOrders', 'Orders'),
    permissionOf(S, 'PlaceOrder', 'Orders', {
      actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
      effects: ['delete', 'write'],
      conditions: ['dynamodb:LeadingKeys is the caller'],
    }),
    permissionOf(S, 'SendReceipt', 'Receipts', {
      actions: ['s3:Get*', 's3:PutObject'],
      effects: ['read', 'write'],
      resource: '<Receipts.Arn>/*',
    }),
  ],
  flows: [],
  outbound: [
    { from: `${S}/Auditor`, to: 'account 444455556666', how: 'may be taken on by' },
    { from: `${S}/Receipts`, to: 'account 444455556666', how: 'may be read by' },
  ],
  unread: ['Shop.template.json: the macro "Expand" is not known'],
};

/** An app of this many functions, of the shape that large apps have: services with routes, tables of their own and a shared bus. */
export function largeInventory(functionCount: number, stackCount: number): Inventory {
  const functions: InventoryFunction[] = [];
  const entryPoints: InventoryEntryPoint[] = [];
  const stores: InventoryStore[] = [];
  const permissions: InventoryPermission[] = [];
  const apis: InventoryApi[] = [];
  const radii = ['none', 'low', 'medium', 'high', 'critical'] as const;
  const verbs = ['List', 'Get', 'Create', 'Update', 'Delete', 'Export'] as const;
  const nouns = ['Orders', 'Customers', 'Invoices', 'Parcels', 'Offers', 'Ratings', 'Baskets', 'Vouchers'] as const;
  const perStack = Math.ceil(functionCount / stackCount);
  for (let index = 0; index < functionCount; index++) {
    const stackIndex = Math.floor(index / perStack);
    const stack = `Service${String(stackIndex).padStart(2, '0')}`;
    const at = index % perStack;
    const noun = `${nouns[Math.floor(at / verbs.length) % nouns.length]}${at >= verbs.length * nouns.length ? Math.floor(at / (verbs.length * nouns.length)) : ''}`;
    const name = `${verbs[at % verbs.length]}${noun}`;
    const isOpen = index % 9 === 0;
    if (at === 0) stores.push(storeOf(stack, 'Events', { type: 'AWS::SQS::Queue', kind: 'SQS queue', data: false }));
    if (at % verbs.length === 0) stores.push(storeOf(stack, noun));
    const exposure = isOpen ? 'anyone' : index % 4 === 0 ? 'account' : 'signed-in';
    functions.push(
      functionOf(stack, name, {
        exposure,
        directExposure: exposure,
        blastRadius: radii[index % radii.length] ?? 'low',
        blastReasons: [`may change every item of ${noun}`],
      }),
    );
    entryPoints.push(
      routeOf(
        stack,
        `POST /${noun.toLowerCase()}/${verbs[at % verbs.length]?.toLowerCase()}`,
        name,
        isOpen ? {} : { exposure, authentication: ['jwt'], who: 'users of the pool Customers' },
      ),
    );
    permissions.push(
      permissionOf(
        stack,
        name,
        noun,
        at % 3 === 0 ? {} : { actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem'], effects: ['delete', 'write'] },
      ),
    );
    if (at % 5 === 0) permissions.push(permissionOf(stack, name, 'Events', { actions: ['sqs:SendMessage'], effects: ['write'] }));
    // Some services write to the queue of the next one.
    if (at % 20 === 0 && stackIndex + 1 < stackCount)
      permissions.push({
        ...permissionOf(stack, name, null),
        store: `Service${String(stackIndex + 1).padStart(2, '0')}/Events`,
        resource: '<Events.Arn>',
        actions: ['sqs:SendMessage'],
        effects: ['write'],
      });
  }
  const stacks = [...new Set(functions.map(({ stack }) => stack))];
  for (const stack of stacks)
    apis.push(
      apiOf(
        stack,
        entryPoints.filter((entryPoint) => entryPoint.stack === stack),
      ),
    );
  return {
    ...emptyInventory,
    apps: stacks.map((id) => ({ id, template: `${id}.template.json`, account: null, region: null, resources: 300 })),
    functions,
    entryPoints,
    apis,
    stores,
    permissions,
  };
}
