import type { Rule } from '../../lib/core/rule';
import noDeprecatedRuntime from './no-deprecated-runtime';
import noForeignLayer from './no-foreign-layer';
import noUnpinnedImage from './no-unpinned-image';
import noUnpinnedLayer from './no-unpinned-layer';

/** What code runs, and where it comes from. */
export const rules: readonly Rule[] = [noDeprecatedRuntime, noForeignLayer, noUnpinnedImage, noUnpinnedLayer];
