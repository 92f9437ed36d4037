import type { Rule } from '../../lib/core/rule';
import noDeprecatedRuntime from './no-deprecated-runtime';
import noDynamicInlineCode from './no-dynamic-inline-code';
import noForeignApplication from './no-foreign-application';
import noForeignLayer from './no-foreign-layer';
import noFrozenRuntime from './no-frozen-runtime';
import noOpenBuildWebhook from './no-open-build-webhook';
import noUnpinnedImage from './no-unpinned-image';
import noUnpinnedLayer from './no-unpinned-layer';
import preferCodeSigning from './prefer-code-signing';
import preferManagedBuildImage from './prefer-managed-build-image';
import requireBeanstalkUpdate from './require-beanstalk-update';
import requireDatabaseMinorUpgrade from './require-database-minor-upgrade';
import requireEnforcedSigning from './require-enforced-signing';
import requireGraphMinorUpgrade from './require-graph-minor-upgrade';
import requireImageScan from './require-image-scan';
import requireImmutableTags from './require-immutable-tags';
import requireWarehouseUpgrade from './require-warehouse-upgrade';

/** What code runs, and where it comes from. */
export const rules: readonly Rule[] = [
  noDeprecatedRuntime,
  noDynamicInlineCode,
  noForeignApplication,
  noForeignLayer,
  noFrozenRuntime,
  noOpenBuildWebhook,
  noUnpinnedImage,
  noUnpinnedLayer,
  preferCodeSigning,
  preferManagedBuildImage,
  requireBeanstalkUpdate,
  requireDatabaseMinorUpgrade,
  requireEnforcedSigning,
  requireGraphMinorUpgrade,
  requireImageScan,
  requireImmutableTags,
  requireWarehouseUpgrade,
];
