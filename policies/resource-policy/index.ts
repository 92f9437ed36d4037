import type { Rule } from '../../lib/core/rule';
import noPublicLambdaPermission from './no-public-lambda-permission';
import noPublicPrincipal from './no-public-principal';

/** Who a resource lets in by its own policy. */
export const rules: readonly Rule[] = [noPublicLambdaPermission, noPublicPrincipal];
