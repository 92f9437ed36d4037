/**
 * `cdk-least-privilege/nag`: the checks as a pack of cdk-nag. A TypeScript API for Node.js, not part of the surface for other
 * languages: that must not load cdk-nag.
 */
export { LeastPrivilegeNagPack, type LeastPrivilegeNagPackProps } from './pack';
