import type { Rule } from '../lib/core/rule';
import { rules as api } from './api';
import { rules as data } from './data';
import { rules as endpoint } from './endpoint';
import { rules as iam } from './iam';
import { rules as observability } from './observability';
import { rules as resilience } from './resilience';
import { rules as resourcePolicy } from './resource-policy';
import { rules as supplyChain } from './supply-chain';
import { rules as trust } from './trust';

/** Every rule of the package, by domain. A new rule is one file and one line in its domain's index; a test holds the two together. */
export const rules: readonly Rule[] = [
  ...api,
  ...data,
  ...endpoint,
  ...iam,
  ...observability,
  ...resilience,
  ...resourcePolicy,
  ...supplyChain,
  ...trust,
];
