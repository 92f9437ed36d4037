export { LeastPrivilegeChecks, type LeastPrivilegeChecksProps, Pack } from './cdk/least-privilege-checks';
