import type { Rule } from '../../lib/core/rule';
import noExternalShare from './no-external-share';
import noForeignAccount from './no-foreign-account';
import noFunctionAdministration from './no-function-administration';
import noNotAction from './no-not-action';
import noOpenVpcEndpoint from './no-open-vpc-endpoint';
import noPublicBucketAcl from './no-public-bucket-acl';
import noPublicImageOrSnapshot from './no-public-image-or-snapshot';
import noPublicLambdaPermission from './no-public-lambda-permission';
import noPublicPrincipal from './no-public-principal';
import noPublicSdkCall from './no-public-sdk-call';
import noWebsiteBucket from './no-website-bucket';
import noWildcardAction from './no-wildcard-action';
import noWildcardIotPolicy from './no-wildcard-iot-policy';
import requireBlockPublicAccess from './require-block-public-access';
import requireEndpointAcceptance from './require-endpoint-acceptance';
import requireLambdaPermissionSource from './require-lambda-permission-source';
import requireServiceSource from './require-service-source';

/** Who a resource lets in by its own policy. */
export const rules: readonly Rule[] = [
  noExternalShare,
  noForeignAccount,
  noFunctionAdministration,
  noNotAction,
  noOpenVpcEndpoint,
  noPublicBucketAcl,
  noPublicImageOrSnapshot,
  noPublicLambdaPermission,
  noPublicPrincipal,
  noPublicSdkCall,
  noWebsiteBucket,
  noWildcardAction,
  noWildcardIotPolicy,
  requireBlockPublicAccess,
  requireEndpointAcceptance,
  requireLambdaPermissionSource,
  requireServiceSource,
];
