import type { BlastRadius, Exposure, InventoryStore } from '../inventory/inventory';
import { blastRadii } from './words';

/** Strokes on a field of 16 by 16. */
export const icons = {
  globe:
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M1.5 8h13M8 1.5c2 1.9 2.8 4.2 2.8 6.5s-.8 4.6-2.8 6.5c-2-1.9-2.8-4.2-2.8-6.5s.8-4.6 2.8-6.5',
  person: 'M8 8a3 3 0 1 0 0-6a3 3 0 1 0 0 6M2.5 14c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5',
  buildings: 'M2.5 14V3.5h6V14M8.5 6.5h5V14M1.5 14h13M4.7 6.2h1.6M4.7 8.7h1.6M4.7 11.2h1.6',
  house: 'M2 8l6-5.5L14 8M3.5 7v6.5h9V7M6.7 13.5V10h2.6v3.5',
  arrow: 'M2.5 8h10M9 4.5L12.5 8 9 11.5',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M8 4.5V8l2.6 1.8',
  question: 'M5.4 5.8a2.6 2.6 0 1 1 3.7 2.4C8.3 8.6 8 9.1 8 10.2M8 12.7v.3',
  table: 'M2 3h12v10.5H2zM2 6.5h12M2 10h12M6.3 6.5v7',
  bucket: 'M2.3 3.8L4 13.7h8l1.7-9.9M2.3 3.8a5.7 1.6 0 1 0 11.4 0a5.7 1.6 0 1 0-11.4 0',
  queue: 'M1.8 5h3.4v6H1.8zM6.3 5h3.4v6H6.3zM10.8 5h3.4v6h-3.4z',
  topic: 'M2 8h4.5l5-4.5M6.5 8h6M6.5 8l5 4.5M12.3 2.8l.1 2.3M14 8l-1.5-1.2M12.3 13.2l.1-2.3',
  lock: 'M3.5 7.3h9v6.5h-9zM5.3 7.3V5.2a2.7 2.7 0 0 1 5.4 0v2.1M8 10v1.5',
  stream: 'M1.5 5c2-2 4.3 2 6.5 0s4.5 2 6.5 0M1.5 8.5c2-2 4.3 2 6.5 0s4.5 2 6.5 0M1.5 12c2-2 4.3 2 6.5 0s4.5 2 6.5 0',
  database: 'M3 4a5 1.9 0 1 0 10 0a5 1.9 0 1 0-10 0M3 4v8c0 1 2.2 1.9 5 1.9s5-.9 5-1.9V4M3 8c0 1 2.2 1.9 5 1.9s5-.9 5-1.9',
  steps: 'M5.5 1.8h5v3.4h-5zM1.5 10.8h5v3.4h-5zM9.5 10.8h5v3.4h-5zM8 5.2V8M4 10.8V8h8v2.8',
  cube: 'M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8zM2.5 4.8L8 8l5.5-3.2M8 8v6.2',
  outside: 'M6.5 3H3v10h10V9.5M9.5 2.5h4v4M13.5 2.5L7.5 8.5',
  layers: 'M8 2l6.3 3.2L8 8.4 1.7 5.2zM1.7 8L8 11.2 14.3 8M1.7 10.8L8 14l6.3-3.2',
} as const;

export type IconName = keyof typeof icons;

export const exposureIcons: Readonly<Record<Exposure, IconName>> = {
  anyone: 'globe',
  'any-account': 'globe',
  'signed-in': 'person',
  'other-account': 'buildings',
  organization: 'buildings',
  account: 'house',
  app: 'arrow',
  unknown: 'question',
};

const storeIcons: readonly (readonly [type: RegExp, icon: IconName])[] = [
  [/::(?:DynamoDB|Glue|Timestream|Keyspaces|Cassandra)::|SimpleTable/, 'table'],
  [/::(?:S3\w*|EFS|ECR|FSx)::/, 'bucket'],
  [/::SQS::/, 'queue'],
  [/::(?:SNS|Events|Pinpoint|IoT)::/, 'topic'],
  [/::(?:SecretsManager|SSM|KMS|Cognito|ACM)/, 'lock'],
  [/::(?:Kinesis|KinesisFirehose|MSK|Logs|DataFirehose)::/, 'stream'],
  [/::(?:RDS|Neptune|DocDB|ElastiCache|MemoryDB|Redshift\w*|OpenSearch\w*|DSQL|DAX)::/, 'database'],
  [/::(?:StepFunctions|Batch|ECS|CodePipeline|Pipes)::|StateMachine/, 'steps'],
];

export function storeIcon({ type }: InventoryStore): IconName {
  return storeIcons.find(([pattern]) => pattern.test(type))?.[1] ?? 'cube';
}

/** How many of four bars a blast radius fills: its sign besides the colour. */
export function barsOf(radius: BlastRadius): number {
  return blastRadii.length - 1 - blastRadii.indexOf(radius);
}

/** Four rising bars from this corner, the empty ones as outlines. */
export function barShapes(radius: BlastRadius, x: number, y: number): readonly (BarShape & { readonly filled: boolean })[] {
  return [0, 1, 2, 3].map((index) => {
    const height = 6 + index * 4;
    return { x: x + index * 5.2, y: y + 18 - height, width: 3.6, height, filled: index < barsOf(radius) };
  });
}

export interface BarShape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
