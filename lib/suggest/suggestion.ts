import type { Tool } from '../core/result';
import type { Thing } from '../inventory/inventory';

/** Per function the declaration of access that reproduces what its role grants, minus wildcards. Plain data, the same bytes for the same input. */
export interface Suggestions {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  readonly functions: readonly FunctionSuggestion[];
  /** What of the input could not be read, in words. */
  readonly unread: readonly string[];
}

/** What a function would declare. */
export interface FunctionSuggestion extends Thing {
  /** Id of its role; null when the role is not in the input, or the function makes its own. */
  readonly role: string | null;
  /** Ids of the functions that use the same role: the access below is what all of them need. */
  readonly sharesRoleWith: readonly string[];
  /** The constructs that the code below names, by variable. */
  readonly constructs: readonly NamedConstruct[];
  /** Members of `access`. */
  readonly access: readonly SuggestedAccess[];
  /** Members of `initialPolicy`: exact statements whose conditions no builder offers. */
  readonly initialPolicy: readonly SuggestedAccess[];
  /** Where the author has to choose: wildcards, and what could not be read. */
  readonly choices: readonly Choice[];
  /** What the role grants and nobody has to declare. */
  readonly leftOut: readonly LeftOut[];
}

/** A construct of the app, and the variable that stands for it. */
export interface NamedConstruct {
  readonly variable: string;
  /** Its construct path without CDK's own last part, else `<template>#<logical id>`. */
  readonly id: string;
  readonly type: string;
}

/** TypeScript for one declaration, and what it comes to. */
export interface SuggestedAccess {
  /** `Access.table(orders).readItems()`. */
  readonly code: string;
  readonly grants: readonly GrantedPair[];
}

/** Actions that are allowed on one resource. */
export interface GrantedPair {
  /** `dynamodb:GetItem`, sorted. */
  readonly actions: readonly string[];
  /** As a person would write it: `<Orders.Arn>`. */
  readonly resource: string;
}

/** A wildcard, or something unreadable, that needs a person's decision. */
export interface Choice {
  /** What the role has, in words, with what it allows beside what the code above declares. */
  readonly what: string;
  /** TypeScript to choose from; empty when nothing of the app fits. */
  readonly candidates: readonly string[];
  /** The statement, as a JSON pointer into `template`. */
  readonly template: string;
  readonly location: string;
}

/** Actions that `SecureFunction` or an event source brings by itself, or that nothing can be done with. */
export interface LeftOut {
  /** Actions, or the name of a policy of AWS's. */
  readonly actions: readonly string[];
  /** Null for a policy as a whole. */
  readonly resource: string | null;
  readonly because: string;
}
