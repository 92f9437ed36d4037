import type { PackName } from './rule';

/** How a check runs. */
export interface CheckOptions {
  /** @default recommended */
  readonly pack?: PackName;
  /** What the app's owners say about their own world. @default nothing is trusted beyond the stack's own account */
  readonly settings?: Partial<Settings>;
}

/** What a template cannot say, and its owners can: whom they trust, and what they mean to be public. */
export interface Settings {
  /** Account ids (12 digits) besides the stack's own that may be named in trust and resource policies. */
  readonly trustedAccounts: readonly string[];
  /** Organisations (`o-…`) whose accounts are trusted. */
  readonly trustedOrganizations: readonly string[];
  /** Networks in CIDR notation that count as the owners' own, such as an office or a VPN. */
  readonly trustedNetworks: readonly string[];
  /** Account ids whose Lambda layers may be used, besides those of AWS and the trusted accounts. */
  readonly layerAccounts: readonly string[];
  /**
   * Endpoints that are public on purpose: routes as findings name them (`GET /health`), construct paths or logical ids.
   * `*` stands for any text. They stay in inventories, and are no findings.
   */
  readonly publicEndpoints: readonly string[];
  /** The day of the check, `2026-01-31`, for what depends on the date: the life of a Lambda runtime. */
  readonly today: string | undefined;
}

/** What holds when nothing is said. */
export const DEFAULT_SETTINGS: Settings = {
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedNetworks: [],
  layerAccounts: [],
  publicEndpoints: [],
  today: undefined,
};
