import type { aws_bedrock as bedrock } from 'aws-cdk-lib';
import type { Declaration } from '../access/compile';
import { type Conditions, joinConditions } from '../access/statement';
import { byArn, type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { refuseInexact } from './exact-names';
import { accessToArn } from './operations';
import { declareAccess } from './reference-access';
import { nameInArn } from './resource-place';
import { joinAccess, onEveryResource } from './scoped-access';
import { textOf } from './token-text';

/** Access to Bedrock. */
export class BedrockAccess {
  /** @internal */
  public static _of(): BedrockAccess {
    return new BedrockAccess(undefined);
  }

  private constructor(private readonly guardrail: Guardrail | undefined) {}

  /**
   * The same, and models answer with this guardrail only: a call that names another one, or none, is denied. It brings
   * `ApplyGuardrail`.
   *
   * @param guardrailArn of the guardrail
   * @param version such as `1`, or `DRAFT`
   */
  public withGuardrail(guardrailArn: string, version: string): BedrockAccess {
    const [named = ''] = refuseInexact('guardrail', [guardrailArn]);
    const [numbered = ''] = refuseInexact('version', [version]);
    return new BedrockAccess({ arn: named, version: numbered });
  }

  /**
   * Call a model, and wait for its whole answer, also with `Converse`: `InvokeModel`.
   *
   * @example
   * declare const model: bedrock.IModel;
   * Access.bedrock().invokeModel(model);
   */
  public invokeModel(model: bedrock.IModel): DeclaredAccess {
    return this.toModel(model, 'bedrock:InvokeModel');
  }

  /** Call a model, and read its answer as it comes, also with `ConverseStream`: `InvokeModelWithResponseStream`. */
  public streamModel(model: bedrock.IModel): DeclaredAccess {
    return this.toModel(model, 'bedrock:InvokeModelWithResponseStream');
  }

  /**
   * Call an inference profile: `InvokeModel` on it, and on its models through it only.
   *
   * @param profileArn of an inference profile, of AWS or of your own
   * @param modelArns of the models that it calls, in each region that it calls them in
   */
  public invokeProfile(profileArn: string, ...modelArns: string[]): DeclaredAccess {
    return this.toProfile(profileArn, modelArns, 'bedrock:InvokeModel');
  }

  /** Call an inference profile, and read its answer as it comes: `InvokeModelWithResponseStream`, as for `invokeProfile`. */
  public streamProfile(profileArn: string, ...modelArns: string[]): DeclaredAccess {
    return this.toProfile(profileArn, modelArns, 'bedrock:InvokeModelWithResponseStream');
  }

  /** Call an agent through one alias: `InvokeAgent`. */
  public invokeAgent(agentAliasArn: string): DeclaredAccess {
    const access = accessToArn(agentAliasArn, ['bedrock:InvokeAgent']);
    return standingForName(textOf(agentAliasArn), { [EnvironmentValue.ARN]: agentAliasArn }, access);
  }

  /** Search a knowledge base: `Retrieve`. */
  public retrieve(knowledgeBaseArn: string): DeclaredAccess {
    const id = nameInArn(knowledgeBaseArn);
    const values = { [EnvironmentValue.IDENTIFIER]: id, [EnvironmentValue.ARN]: knowledgeBaseArn, [EnvironmentValue.NAME]: id };
    return standingForName(textOf(knowledgeBaseArn), values, accessToArn(knowledgeBaseArn, ['bedrock:Retrieve']));
  }

  /** Check text with a guardrail, or call a model with it: `ApplyGuardrail`. */
  public applyGuardrail(guardrailArn: string): DeclaredAccess {
    return accessToArn(guardrailArn, ['bedrock:ApplyGuardrail']);
  }

  /** Answer from a knowledge base with a model: `RetrieveAndGenerate`, on `*`, with `Retrieve` and `InvokeModel`. */
  public retrieveAndGenerate(knowledgeBaseArn: string, model: bedrock.IModel): DeclaredAccess {
    return joinAccess(onEveryResource(['bedrock:RetrieveAndGenerate']), this.retrieve(knowledgeBaseArn), this.invokeModel(model));
  }

  /** Run a flow through one alias: `InvokeFlow`. */
  public invokeFlow(flowAliasArn: string): DeclaredAccess {
    return standingForName(
      textOf(flowAliasArn),
      { [EnvironmentValue.ARN]: flowAliasArn },
      accessToArn(flowAliasArn, ['bedrock:InvokeFlow']),
    );
  }

  /** Count the tokens of a question: `CountTokens`. */
  public countTokens(model: bedrock.IModel): DeclaredAccess {
    const { modelArn } = model;
    return standingForName(textOf(modelArn), byArn(modelArn), accessToArn(modelArn, ['bedrock:CountTokens']));
  }

  /** Sort documents by how well they answer, with a model: `Rerank`, on `*`, and `InvokeModel`. */
  public rerank(model: bedrock.IModel): DeclaredAccess {
    return joinAccess(onEveryResource(['bedrock:Rerank']), this.invokeModel(model));
  }

  private toModel({ modelArn }: bedrock.IModel, action: string): DeclaredAccess {
    const targets = [{ type: modelType(modelArn), arn: modelArn }];
    return this.guarded(modelArn, [{ actions: [action], targets, conditions: this.guarding() }]);
  }

  private toProfile(profileArn: string, modelArns: readonly string[], action: string): DeclaredAccess {
    refuseInexact('inference profile', [profileArn]);
    refuseInexact('model', modelArns);
    const type = profileArn.includes(':application-inference-profile/') ? 'application-inference-profile' : 'inference-profile';
    return this.guarded(profileArn, [
      { actions: [action], targets: [{ type, arn: profileArn }], conditions: this.guarding() },
      {
        actions: [action],
        targets: modelArns.map((arn) => ({ type: modelType(arn), arn })),
        conditions: joinConditions(this.guarding(), { ArnEquals: { 'bedrock:InferenceProfileArn': [profileArn] } }),
      },
    ]);
  }

  /** `https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html`: the version follows the ARN. */
  private guarding(): Conditions {
    const { guardrail } = this;
    return guardrail === undefined ? {} : { StringEquals: { 'bedrock:GuardrailIdentifier': [`${guardrail.arn}:${guardrail.version}`] } };
  }

  private guarded(arn: string, declarations: readonly Declaration[]): DeclaredAccess {
    const { guardrail } = this;
    const access = declareAccess(textOf(arn), declarations);
    const parts = guardrail === undefined ? [access] : [access, accessToArn(guardrail.arn, ['bedrock:ApplyGuardrail'])];
    return standingForName(textOf(arn), byArn(arn), joinAccess(...parts));
  }
}

/** A guardrail that every call names. */
interface Guardrail {
  readonly arn: string;
  readonly version: string;
}

function modelType(modelArn: string): string {
  return modelArn.includes(':provisioned-model/') ? 'provisioned-model' : 'foundation-model';
}
