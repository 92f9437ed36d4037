/** When AWS ends what a runtime gets, as `2026-01-31`. */
export interface RuntimeLife {
  /** No security patches after this day. */
  readonly deprecated: string;
  /** No new functions after this day. */
  readonly createBlocked: string;
  /** No updates of existing functions after this day. */
  readonly updateBlocked: string;
}

/** The day on which the table below was true. AWS moves dates: renew both together. */
export const runtimesAsOf = '2026-06-01';

const GONE: RuntimeLife = { deprecated: '2023-11-27', createBlocked: '2024-01-09', updateBlocked: '2024-02-08' };

const life = (deprecated: string, createBlocked: string, updateBlocked: string): RuntimeLife => ({
  deprecated,
  createBlocked,
  updateBlocked,
});

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtime-support-policy */
const lives: Readonly<Record<string, RuntimeLife>> = {
  'nodejs14.x': life('2023-12-04', '2024-01-09', '2026-07-01'),
  'python3.7': life('2023-12-04', '2024-01-09', '2026-03-09'),
  'ruby2.7': life('2023-12-07', '2024-01-09', '2026-07-01'),
  'go1.x': life('2024-01-08', '2024-02-08', '2026-07-01'),
  java8: life('2024-01-08', '2024-02-08', '2026-07-01'),
  provided: life('2024-01-08', '2024-02-08', '2026-07-01'),
  'nodejs16.x': life('2024-06-12', '2026-06-01', '2026-07-01'),
  'python3.8': life('2024-10-14', '2026-06-01', '2026-07-01'),
  dotnet6: life('2024-12-20', '2026-06-01', '2026-07-01'),
  'nodejs18.x': life('2025-09-01', '2026-06-01', '2026-07-01'),
  'python3.9': life('2025-12-15', '2026-06-01', '2026-07-01'),
  'ruby3.2': life('2026-03-31', '2026-06-01', '2026-07-01'),
  'nodejs20.x': life('2026-04-30', '2026-06-01', '2026-07-01'),
  java11: life('2026-06-30', '2026-07-31', '2026-08-31'),
  java17: life('2026-06-30', '2026-07-31', '2026-08-31'),
  'java8.al2': life('2026-06-30', '2026-07-31', '2026-08-31'),
  'provided.al2': life('2026-06-30', '2026-07-31', '2026-08-31'),
  'python3.10': life('2026-06-30', '2026-07-31', '2026-08-31'),
  'python3.11': life('2026-06-30', '2026-07-31', '2026-08-31'),
  dotnet8: life('2026-11-10', '2026-12-10', '2027-01-11'),
  'ruby3.3': life('2027-03-31', '2027-04-30', '2027-05-31'),
  'nodejs22.x': life('2027-04-30', '2027-06-01', '2027-07-01'),
  'ruby3.4': life('2028-03-31', '2028-04-30', '2028-05-31'),
  'nodejs24.x': life('2028-04-30', '2028-06-01', '2028-07-01'),
  'python3.12': life('2028-10-31', '2028-11-30', '2029-01-10'),
  java21: life('2029-06-30', '2029-07-31', '2029-08-31'),
  java25: life('2029-06-30', '2029-07-31', '2029-08-31'),
  'provided.al2023': life('2029-06-30', '2029-07-31', '2029-08-31'),
  'python3.13': life('2029-06-30', '2029-07-31', '2029-08-31'),
  'python3.14': life('2029-06-30', '2029-07-31', '2029-08-31'),
};

/** Runtimes whose every date is long past. */
const gone = new Set([
  'nodejs',
  'nodejs4.3',
  'nodejs4.3-edge',
  'nodejs6.10',
  'nodejs8.10',
  'nodejs10.x',
  'nodejs12.x',
  'python2.7',
  'python3.6',
  'dotnetcore1.0',
  'dotnetcore2.0',
  'dotnetcore2.1',
  'dotnetcore3.1',
  'dotnet5.0',
  'dotnet7',
  'ruby2.5',
]);

/** The dates of a runtime; `undefined` for one that the table does not know, which may be newer than the table. */
export function lifeOf(runtime: string): RuntimeLife | undefined {
  const name = runtime.toLowerCase();
  if (gone.has(name)) return GONE;
  return Object.hasOwn(lives, name) ? lives[name] : undefined;
}

const SOON_DAYS = 90;
const DAY = 86_400_000;

/** Where `today` falls in the life of a runtime. Days are compared as texts, which sort as dates do. */
export function phaseOf(
  { deprecated, createBlocked, updateBlocked }: RuntimeLife,
  today: string,
): 'supported' | 'ending' | 'deprecated' | 'createBlocked' | 'updateBlocked' {
  if (today >= updateBlocked) return 'updateBlocked';
  if (today >= createBlocked) return 'createBlocked';
  if (today >= deprecated) return 'deprecated';
  return Date.parse(deprecated) - Date.parse(today) <= SOON_DAYS * DAY ? 'ending' : 'supported';
}

/** CDK's name for the newest runtime of a language. */
export function successorOf(runtime: string): string {
  if (runtime.startsWith('nodejs')) return 'NODEJS_24_X';
  if (runtime.startsWith('python')) return 'PYTHON_3_14';
  if (runtime.startsWith('java')) return 'JAVA_25';
  if (runtime.startsWith('dotnet')) return 'DOTNET_10';
  return runtime.startsWith('ruby') ? 'RUBY_3_4' : 'PROVIDED_AL2023';
}
