import { aws_iam as iam, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Breach, breachesOf } from '../access/guard';
import { render } from '../core/template/symbolic';
import { loadReference } from '../reference';
import { refusalOf } from './refusal';
import { symbolicOf } from './token-text';

/** Rewrites a statement before it is judged. */
export type Narrowing = (statement: iam.PolicyStatement) => readonly iam.PolicyStatement[];

/**
 * The role of one function. It takes exact permissions only: a statement with a wildcard, and a managed policy that cannot be
 * read, are refused by whoever adds them.
 */
export class ExecutionRole extends iam.Role {
  private readonly judged: iam.PolicyStatement[] = [];
  private readonly watched: iam.PolicyDocument[] = [];

  /**
   * @param owner path of the function, for messages
   * @param narrowing of what is added, until it is set to something else
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly owner: string,
    public narrowing?: Narrowing,
  ) {
    super(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    this.node.addValidation({ validate: () => this.laterBreaches() });
  }

  /** Adds a statement that AWS accepts in no narrower form. */
  hold(statement: iam.PolicyStatement): void {
    super.addToPrincipalPolicy(statement);
  }

  /** Runs `add`, and narrows what it adds to the role. */
  narrowed(narrowing: Narrowing, add: () => void): void {
    const before = this.narrowing;
    this.narrowing = narrowing;
    try {
      add();
    } finally {
      this.narrowing = before;
    }
  }

  override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const statements = this.narrowing?.(statement) ?? [statement];
    for (const one of statements) this.refuse(one);
    this.judged.push(...statements);
    let result: iam.AddToPrincipalPolicyResult = { statementAdded: true, policyDependable: this };
    for (const one of statements) result = super.addToPrincipalPolicy(one);
    return result;
  }

  override attachInlinePolicy(policy: iam.Policy): void {
    if (policy.node.scope !== this) this.watch(policy.document);
    super.attachInlinePolicy(policy);
  }

  override addManagedPolicy(policy: iam.IManagedPolicy): void {
    const statements = policy instanceof iam.ManagedPolicy ? [] : this.knownStatements(policy);
    if (statements === undefined) {
      throw new Error(
        `the role of "${this.owner}" takes no managed policy that cannot be read here, got "${this.arnOf(policy)}": declare what the code calls in "access" instead, such as Access.table(orders).readItems()`,
      );
    }
    if (policy instanceof iam.ManagedPolicy) {
      this.watch(policy.document);
      super.addManagedPolicy(policy);
    } else for (const statement of statements) this.addToPrincipalPolicy(statement);
  }

  /** AWS managed policies that CDK attaches for a feature of the function, in exact statements. */
  private knownStatements(policy: iam.IManagedPolicy): readonly iam.PolicyStatement[] | undefined {
    if (!this.arnOf(policy).endsWith(':iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy')) return undefined;
    const group = this.stack.formatArn({ service: 'logs', resource: 'log-group:/aws/lambda-insights' });
    return [
      new iam.PolicyStatement({ actions: ['logs:CreateLogGroup'], resources: [group] }),
      new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${group}:log-stream:*`] }),
    ];
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
    return render(symbolicOf(this, policy.managedPolicyArn));
  }

  private refuse(statement: iam.PolicyStatement): void {
    const breaches = this.breachesIn(statement);
    if (breaches.length > 0) throw new Error(refusalOf(this.owner, statement, breaches));
  }

  private breachesIn(statement: iam.PolicyStatement): readonly Breach[] {
    if (statement.effect !== iam.Effect.ALLOW) return [];
    const texts = (values: readonly string[]) => this.listOf(values).map((value) => symbolicOf(this, value));
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
    const read: unknown = this.stack.resolve(values);
    return Array.isArray(read) && read.every((value) => typeof value === 'string') ? read : [Token.asString(read)];
  }

  private literal(action: string): string {
    if (!Token.isUnresolved(action)) return action;
    const read: unknown = this.stack.resolve(action);
    return typeof read === 'string' ? read : 'an action that is known only at deployment';
  }

  /** What was added to statements and policies after the role took them. */
  private laterBreaches(): string[] {
    const later = [...this.judged, ...this.watched.flatMap(statementsOf)];
    return later.flatMap((statement) => {
      const breaches = this.breachesIn(statement);
      return breaches.length === 0 ? [] : [refusalOf(this.owner, statement, breaches)];
    });
  }
}

function statementsOf(document: iam.PolicyDocument): readonly iam.PolicyStatement[] {
  const json: unknown = document.toJSON();
  const statements: unknown = typeof json === 'object' && json !== null && 'Statement' in json ? json.Statement : [];
  return Array.isArray(statements) ? statements.map((statement) => iam.PolicyStatement.fromJson(statement)) : [];
}
