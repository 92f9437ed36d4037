import rule from '../../../policies/supply-chain/require-image-scan';
import { factsOf, resources } from '../facts';

const Repo = { Type: 'AWS::ECR::Repository', Properties: {} };
const registry = (ScanFrequency: string) => ({
  Type: 'AWS::ECR::RegistryScanningConfiguration',
  Properties: { Rules: [{ ScanFrequency }] },
});

test('a repository scans on push, in any spelling', () => {
  const found = (ScanOnPush: unknown) =>
    factsOf(rule, resources({ Repo: { ...Repo, Properties: { ImageScanningConfiguration: { ScanOnPush } } } }));
  expect(found('true')).toEqual([]);
  expect(found(false)).toEqual(['notScanned Repo /ImageScanningConfiguration/ScanOnPush']);
  expect(factsOf(rule, resources({ Repo }))).toEqual(['notScanned Repo ']);
});

test('scans of the registry count unless they are started by hand', () => {
  expect(factsOf(rule, resources({ Repo, R: registry('SCAN_ON_PUSH') }))).toEqual([]);
  expect(factsOf(rule, resources({ Repo, R: registry('CONTINUOUS_SCAN') }))).toEqual([]);
  expect(factsOf(rule, resources({ Repo, R: registry('MANUAL') }))).toHaveLength(1);
});
