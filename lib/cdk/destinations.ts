import { destinedOperations } from '../access/poller-operations';
import type { ServiceCall, ServiceOf } from './service-calls';

/** The resource types that destinations are, by service; the objects of a bucket are made beside it. */
const TYPES: Readonly<Record<string, string>> = {
  events: 'event-bus',
  lambda: 'function',
  s3: 'bucket',
  sns: 'topic',
  sqs: 'queue',
};

/** What Lambda calls to send a record to a destination. None for a service that it sends nothing to. */
export function destinationCalls(arn: string | undefined, serviceOf: ServiceOf): readonly ServiceCall[] {
  const service = arn === undefined ? undefined : serviceOf(arn);
  const operations = service === undefined ? undefined : destinedOperations(service);
  const type = service === undefined ? undefined : TYPES[service];
  if (arn === undefined || operations === undefined || type === undefined) return [];
  const objects = service === 's3' ? [{ type: 'object', arn: `${arn}/*` }] : [];
  return [{ arn, actions: operations.onResource, targets: [{ type, arn }, ...objects] }];
}
