export { type Change, changesBetween } from './compare';
export { lockText, type PermissionLock } from './lock';
export { lockOf } from './permissions';
export { LockfileError, looksLikeLock, readLock } from './read';
export { type Difference, type DiffFormat, diffReports } from './report';
