import rule from '../../../policies/resource-policy/no-external-share';
import { factsOf, resources } from '../facts';

const OTHER = '111122223333';
const found = (Type: string, Properties: object, sections: object = {}) =>
  factsOf(rule, resources({ Share: { Type, Properties: { ...Properties } } }, { ...sections }));

/** Every place with a principal, and how it is written there. */
const places: readonly (readonly [type: string, (principal: unknown) => object])[] = [
  ['AWS::ACMPCA::Permission', (Principal) => ({ Principal })],
  ['AWS::CodeGuruProfiler::ProfilingGroup', (principal) => ({ AgentPermissions: { Principals: [principal] } })],
  ['AWS::GlobalAccelerator::CrossAccountAttachment', (principal) => ({ Principals: [principal] })],
  ['AWS::LakeFormation::Permissions', (DataLakePrincipalIdentifier) => ({ DataLakePrincipal: { DataLakePrincipalIdentifier } })],
  ['AWS::LakeFormation::PrincipalPermissions', (DataLakePrincipalIdentifier) => ({ Principal: { DataLakePrincipalIdentifier } })],
  ['AWS::QBusiness::DataAccessor', (Principal) => ({ Principal })],
  ['AWS::QBusiness::Permission', (Principal) => ({ Principal })],
  ['AWS::QuickSight::Dashboard', (Principal) => ({ Permissions: [{ Principal, Actions: [] }] })],
  ['AWS::QuickSight::DataSource', (Principal) => ({ Permissions: [{ Principal, Actions: [] }] })],
  ['AWS::RAM::PrincipalAssociation', (Principal) => ({ Principal })],
  ['AWS::RAM::ResourceShare', (principal) => ({ Principals: [principal] })],
  ['AWS::SecurityLake::Subscriber', (Principal) => ({ SubscriberIdentity: { Principal, ExternalId: 'x' } })],
  ['AWS::ServiceCatalog::PortfolioPrincipalAssociation', (PrincipalARN) => ({ PrincipalARN })],
  ['AWS::ServiceCatalog::PortfolioShare', (AccountId) => ({ AccountId })],
  ['AWS::Signer::ProfilePermission', (Principal) => ({ Principal })],
];

describe.each(places)('%s', (type, written) => {
  test('with an account that is written out', () => {
    for (const principal of [OTHER, `arn:aws:iam::${OTHER}:role/reader`]) {
      expect(found(type, written(principal))).toEqual([expect.stringContaining('unpinnedAccount Share')]);
    }
  });

  test('with the own account', () => {
    expect(found(type, written({ Ref: 'AWS::AccountId' }))).toEqual([]);
    expect(found(type, written({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/reader' }))).toEqual([]);
  });

  test('with everyone', () => {
    expect(found(type, written('*'))).toEqual([expect.stringContaining('everyone Share')]);
  });

  test('with what is chosen at deployment', () => {
    expect(found(type, written({ Ref: 'Who' }), { Parameters: { Who: { Type: 'String' } } })).toEqual([
      expect.stringContaining('undecidedPrincipal Share'),
    ]);
  });
});

test('services are no accounts', () => {
  expect(found('AWS::ACMPCA::Permission', { Principal: 'acm.amazonaws.com' })).toEqual([]);
  expect(found('AWS::RAM::ResourceShare', { Principals: ['quicksight.amazonaws.com'] })).toEqual([]);
});

test('a share that keeps others out, and one with the organisation', () => {
  expect(found('AWS::RAM::ResourceShare', { Principals: [OTHER], AllowExternalPrincipals: 'false' })).toEqual([]);
  const organization = 'arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5';
  expect(found('AWS::RAM::ResourceShare', { Principals: [organization] })).toEqual([]);
  expect(found('AWS::RAM::ResourceShare', {})).toEqual([]);
  expect(found('AWS::RAM::ResourceShare', { AllowExternalPrincipals: true })).toEqual([
    'externalAllowed Share /AllowExternalPrincipals (at most info)',
  ]);
});

test.each(['IAM_ALLOWED_PRINCIPALS', 'EVERYONE', `${OTHER}:IAMPrincipals`])('%s leaves a lake to IAM', (DataLakePrincipalIdentifier) => {
  expect(found('AWS::LakeFormation::PrincipalPermissions', { Principal: { DataLakePrincipalIdentifier } })[0]).toContain('lakeOpen');
  const CreateTableDefaultPermissions = [{ Permissions: ['ALL'], Principal: { DataLakePrincipalIdentifier } }];
  expect(found('AWS::Glue::Database', { DatabaseInput: { CreateTableDefaultPermissions } })[0]).toContain('lakeOpen');
  expect(found('AWS::Glue::Database', { DatabaseInput: { CreateTableDefaultPermissions: [] } })).toEqual([]);
});

test('a pattern of names in the account that imports a portfolio is no stranger', () => {
  expect(found('AWS::ServiceCatalog::PortfolioPrincipalAssociation', { PrincipalARN: 'arn:aws:iam:::role/Developer*' })).toEqual([]);
});

test('a grant for all users of a domain is information, one for a user is none', () => {
  const granted = (User: object) => found('AWS::DataZone::PolicyGrant', { DomainIdentifier: 'd', Principal: { User } });
  expect(granted({ AllUsersGrantFilter: {} })).toEqual(['everyone Share /Principal/User/AllUsersGrantFilter (at most info)']);
  expect(granted({ UserIdentifier: 'u' })).toEqual([]);
});
