import type { FunctionGuard } from './function-guard';
export function watch(_guard: FunctionGuard): void {}
