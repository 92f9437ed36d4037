import { type CfnResource, aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type Breach, breachesOf } from '../access/guard';
import { render } from '../core/template/symbolic';
import { loadReference } from '../reference';
import { featureStatements } from './feature-policies';
import { DOCUMENT_SIZE, IAM_LIMITS, partsOf, sizeForCdk, sizeOf } from './function-policy-size';
import { refusalOf } from './refusal';
import { symbolicOf } from './token-text';

/** Rewrites a statement before it is judged. */
export type Narrowing = (statement: iam.PolicyStatement) => readonly iam.PolicyStatement[];

/** What is known of the function that a role belongs to. */
export interface RoleOwner {
  /** Path of the function, for messages. */
  readonly path: string;
  /** How many managed policies a role of the account can have. */
  readonly managedPolicyQuota?: number | undefined;
}

/** Statements larger than this are written in parts, so that they fill the policies well. */
const PART_SIZE = 2_000;

/** CDK moves statements out of a default policy that it takes to be larger than 10,000. */
const INLINE_SIZE = 9_000;

const guards = new WeakMap<iam.IRole, RoleGuard>();

/**
 * Stands before the role of one function, and lets through exact permissions only: a statement with a wildcard, and a managed
 * policy that cannot be read, are refused by whoever adds them. What does not fit into the inline policy goes into managed
 * policies of the role's own.
 */
export class RoleGuard {
  /** The guard of a role, when it has one. */
  static of(role: iam.IRole | undefined): RoleGuard | undefined {
    return role === undefined ? undefined : guards.get(role);
  }

  /** Of what is added, until it is set to something else. */
  public narrowing: Narrowing | undefined;
  private readonly judged: iam.PolicyStatement[] = [];
  private readonly watched: iam.PolicyDocument[] = [];
  private readonly pages: { readonly policy: iam.ManagedPolicy; size: number }[] = [];
  private readonly inline: iam.PolicyDocument[] = [];
  private readonly identified = new Map<string, string>();
  private managed = 0;
  private inlineSize = 0;
  private readonly original: Pick<iam.Role, 'addToPrincipalPolicy' | 'attachInlinePolicy' | 'addManagedPolicy'>;

  constructor(
    public readonly role: iam.Role,
    public readonly owner: RoleOwner,
  ) {
    guards.set(role, this);
    this.original = {
      addToPrincipalPolicy: role.addToPrincipalPolicy.bind(role),
      attachInlinePolicy: role.attachInlinePolicy.bind(role),
      addManagedPolicy: role.addManagedPolicy.bind(role),
    };
    role.addToPrincipalPolicy = (statement) => this.addToPrincipalPolicy(statement);
    role.attachInlinePolicy = (policy) => this.takePolicy(policy);
    role.addManagedPolicy = (policy) => this.addManagedPolicy(policy);
    this.refuseEdge();
    role.node.addValidation({ validate: () => [...this.laterBreaches(), ...this.oversize()] });
  }

  /** Adds a statement that AWS accepts in no narrower form. */
  hold(statement: iam.PolicyStatement): void {
    this.place(statement);
  }

  /** Whether a policy that the template attaches to the role came past the guard. */
  knows(resource: CfnResource): boolean {
    const owner = resource.node.scope;
    if (owner?.node.scope === this.role) return true;
    return (owner instanceof iam.Policy || owner instanceof iam.ManagedPolicy) && this.watched.includes(owner.document);
  }

  /** Why the role does not take what a document of the first level holds. */
  refusalsIn(document: unknown): readonly string[] {
    try {
      const read = document instanceof iam.PolicyDocument ? document : iam.PolicyDocument.fromJson(document);
      return statementsOf(read).flatMap((statement) => this.refusalsOf(statement));
    } catch {
      return [
        `the role of "${this.owner.path}" holds exact permissions only, got a policy that cannot be read here: declare what the code calls in "access" instead`,
      ];
    }
  }

  addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const statements = this.narrowing?.(statement) ?? [statement];
    for (const one of statements) this.refuse(one);
    this.judged.push(...statements);
    let result: iam.AddToPrincipalPolicyResult = { statementAdded: true, policyDependable: this.role };
    for (const one of statements) result = this.place(one);
    return result;
  }

  /** Into the inline policy while there is room, then into the first managed policy that has room. */
  private place(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    let result: iam.AddToPrincipalPolicyResult = { statementAdded: true, policyDependable: this.role };
    for (const part of partsOf(this.role, statement, PART_SIZE).map((one) => this.withOwnId(one))) {
      const inlineSize = this.inlineSize + sizeForCdk(part);
      if (inlineSize <= INLINE_SIZE) {
        this.inlineSize = inlineSize;
        result = this.original.addToPrincipalPolicy(part);
      } else {
        const size = sizeOf(this.role, part);
        const page = this.pages.find((each) => each.size + size <= IAM_LIMITS.managed) ?? this.newPage(size);
        page.size += size;
        page.policy.addStatements(part);
        result = { statementAdded: true, policyDependable: page.policy };
      }
    }
    return result;
  }

  /** IAM refuses a policy with two statements of one id. CDK writes equal statements once. */
  private withOwnId(statement: iam.PolicyStatement): iam.PolicyStatement {
    const { sid } = statement;
    if (sid === undefined) return statement;
    const { Sid: _, ...rest } = this.role.stack.resolve(statement.toStatementJson());
    const text = JSON.stringify(rest);
    let own = sid;
    for (let number = 2; (this.identified.get(own) ?? text) !== text; number += 1) own = `${sid}${number}`;
    this.identified.set(own, text);
    return own === sid ? statement : statement.copy({ sid: own });
  }

  private newPage(size: number): (typeof this.pages)[number] {
    const number = this.pages.length + 1;
    if (number > this.quota || DOCUMENT_SIZE + size > IAM_LIMITS.managed) throw new Error(this.tooMuch());
    const description = `Part ${number} of the declared access of ${this.owner.path}`;
    const page = { policy: new iam.ManagedPolicy(this.role, `Access${number}`, { description, roles: [this.role] }), size: DOCUMENT_SIZE };
    this.pages.push(page);
    return page;
  }

  private get quota(): number {
    return this.owner.managedPolicyQuota ?? IAM_LIMITS.attached;
  }

  private tooMuch(): string {
    return `the access of "${this.owner.path}" does not fit into what IAM takes for one role: 10,240 characters inline and ${this.quota} managed policies of 6,144 characters each: split the function, or let its resources share a table, bucket or prefix that one statement can name; where the quota "Managed policies attached to an IAM role" of the account was raised, set "managedPolicyQuota" to it`;
  }

  /** What grew too large after it was added, and what others attach beside it. */
  private oversize(): string[] {
    const inline = this.inline.reduce((sum, document) => sum + this.sizeOfDocument(document), 0);
    const pages = this.pages.map(({ policy }) => this.sizeOfDocument(policy.document));
    const attached = this.pages.length + this.managed;
    const isOver = inline > IAM_LIMITS.inline || pages.some((size) => size > IAM_LIMITS.managed) || attached > this.quota;
    return isOver ? [this.tooMuch()] : [];
  }

  private sizeOfDocument(document: iam.PolicyDocument): number {
    return statementsOf(document).reduce((sum, statement) => sum + sizeOf(this.role, statement), DOCUMENT_SIZE);
  }

  private takePolicy(policy: iam.Policy): void {
    if (policy.node.scope !== this.role) this.watch(policy.document);
    if (!this.inline.includes(policy.document)) this.inline.push(policy.document);
    this.original.attachInlinePolicy(policy);
  }

  addManagedPolicy(policy: iam.IManagedPolicy): void {
    if (policy instanceof iam.ManagedPolicy) {
      this.watch(policy.document);
      this.managed += 1;
      this.original.addManagedPolicy(policy);
      return;
    }
    const statements = featureStatements(this.role.stack, this.arnOf(policy));
    if (statements === undefined) {
      throw new Error(
        `the role of "${this.owner.path}" takes no managed policy that cannot be read here, got "${this.arnOf(policy)}": declare what the code calls in "access" instead, such as Access.table(orders).readItems()`,
      );
    }
    for (const statement of statements) this.addToPrincipalPolicy(statement);
  }

  /** Refuses what a document holds and what is added to it: CDK attaches a policy before it fills it. */
  private watch(document: iam.PolicyDocument): void {
    for (const statement of statementsOf(document)) this.refuse(statement);
    const add = document.addStatements.bind(document);
    document.addStatements = (...statements) => {
      for (const statement of statements) this.refuse(statement);
      add(...statements);
    };
    this.watched.push(document);
  }

  private arnOf(policy: iam.IManagedPolicy): string {
    return render(symbolicOf(this.role, policy.managedPolicyArn));
  }

  private refuse(statement: iam.PolicyStatement): void {
    const [refusal] = this.refusalsOf(statement);
    if (refusal !== undefined) throw new Error(refusal);
  }

  private refusalsOf(statement: iam.PolicyStatement): readonly string[] {
    const breaches = this.breachesIn(statement);
    return breaches.length === 0 ? [] : [refusalOf(this.owner.path, statement, breaches)];
  }

  private breachesIn(statement: iam.PolicyStatement): readonly Breach[] {
    if (statement.effect !== iam.Effect.ALLOW) return [];
    const texts = (values: readonly string[]) => this.listOf(values).map((value) => symbolicOf(this.role, value));
    return breachesOf(loadReference(), {
      actions: this.listOf(statement.actions).map((action) => this.literal(action)),
      notActions: statement.notActions,
      resources: texts(statement.resources),
      notResources: texts(statement.notResources),
    });
  }

  /** A token that stands for a list, read; as it is when it cannot be. */
  private listOf(values: readonly string[]): readonly string[] {
    if (!Token.isUnresolved(values)) return values;
    const read: unknown = this.role.stack.resolve(values);
    return Array.isArray(read) && read.every((value) => typeof value === 'string') ? read : [Token.asString(read)];
  }

  private literal(action: string): string {
    if (!Token.isUnresolved(action)) return action;
    const read: unknown = this.role.stack.resolve(action);
    return typeof read === 'string' ? read : 'an action that is known only at deployment';
  }

  /** What was added to statements and policies after the role took them. */
  private laterBreaches(): string[] {
    return [...this.judged, ...this.watched.flatMap(statementsOf)].flatMap((statement) => this.refusalsOf(statement));
  }

  /** CloudFront lets Lambda@Edge assume the role of a function that it is given. */
  private refuseEdge(): void {
    const trust = this.role.assumeRolePolicy;
    if (trust === undefined) return;
    const add = trust.addStatements.bind(trust);
    trust.addStatements = (...statements) => {
      if (statements.some(({ principals }) => principals.some((principal) => isEdge(this.role, principal))))
        throw new Error(edgeRefusal(this.owner.path));
      add(...statements);
    };
  }
}

/** Why a function whose role is exact cannot be one of Lambda@Edge. */
export function edgeRefusal(path: string): string {
  return `"${path}" cannot run at the edge: Lambda@Edge writes its logs in every region that it runs in, to log groups that it creates there, takes no environment variables, no tracing, no VPC and no dead-letter queue, and its role must trust "edgelambda.amazonaws.com"; use cloudfront.experimental.EdgeFunction with a role of its own for it, or a CloudFront function`;
}

function isEdge(scope: IConstruct, principal: iam.IPrincipal): boolean {
  return servicesIn(scope, principal).includes('edgelambda.amazonaws.com');
}

/** The services that a principal stands for. CDK writes them as tokens. */
export function servicesIn(scope: IConstruct, { policyFragment }: iam.IPrincipal): readonly string[] {
  const services: unknown = Stack.of(scope).resolve(policyFragment.principalJson.Service ?? []);
  return Array.isArray(services) ? services.map(String) : [String(services)];
}

/** The statements of a document, as they are by now. */
export function statementsOf(document: iam.PolicyDocument): readonly iam.PolicyStatement[] {
  const json: unknown = document.toJSON();
  const statements: unknown = typeof json === 'object' && json !== null && 'Statement' in json ? json.Statement : [];
  return Array.isArray(statements) ? statements.map((statement) => iam.PolicyStatement.fromJson(statement)) : [];
}
