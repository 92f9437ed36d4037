import type { aws_bedrock as bedrock } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { refuseInexact } from './exact-names';
import { accessToArn } from './operations';
import { declareAccess } from './reference-access';
import { nameInArn } from './resource-place';
import { ScopedAccess } from './scoped-access';
import { textOf } from './token-text';

/** Access to Bedrock. */
export class BedrockAccess {
  /** @internal */
  public static _of(): BedrockAccess {
    return new BedrockAccess();
  }

  private constructor() {}

  /**
   * Call a model, and wait for its whole answer, also with `Converse`: `InvokeModel`.
   *
   * @example
   * declare const model: bedrock.IModel;
   * Access.bedrock().invokeModel(model);
   */
  public invokeModel(model: bedrock.IModel): DeclaredAccess {
    return toModel(model, 'bedrock:InvokeModel');
  }

  /** Call a model, and read its answer as it comes, also with `ConverseStream`: `InvokeModelWithResponseStream`. */
  public streamModel(model: bedrock.IModel): DeclaredAccess {
    return toModel(model, 'bedrock:InvokeModelWithResponseStream');
  }

  /**
   * Call an inference profile: `InvokeModel` on it, and on its models through it only.
   *
   * @param profileArn of an inference profile, of AWS or of your own
   * @param modelArns of the models that it calls, in each region that it calls them in
   */
  public invokeProfile(profileArn: string, ...modelArns: string[]): DeclaredAccess {
    return toProfile(profileArn, modelArns, 'bedrock:InvokeModel');
  }

  /** Call an inference profile, and read its answer as it comes: `InvokeModelWithResponseStream`, as for `invokeProfile`. */
  public streamProfile(profileArn: string, ...modelArns: string[]): DeclaredAccess {
    return toProfile(profileArn, modelArns, 'bedrock:InvokeModelWithResponseStream');
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
}

function toModel({ modelArn }: bedrock.IModel, action: string): DeclaredAccess {
  const targets = [{ type: modelType(modelArn), arn: modelArn }];
  const access = new ScopedAccess((scope) => declareAccess(scope, [{ actions: [action], targets }]));
  return standingForName(textOf(modelArn), byArn(modelArn), access);
}

function modelType(modelArn: string): string {
  return modelArn.includes(':provisioned-model/') ? 'provisioned-model' : 'foundation-model';
}

function toProfile(profileArn: string, modelArns: readonly string[], action: string): DeclaredAccess {
  refuseInexact('inference profile', [profileArn]);
  refuseInexact('model', modelArns);
  const type = profileArn.includes(':application-inference-profile/') ? 'application-inference-profile' : 'inference-profile';
  const access = new ScopedAccess((scope) =>
    declareAccess(scope, [
      { actions: [action], targets: [{ type, arn: profileArn }] },
      {
        actions: [action],
        targets: modelArns.map((arn) => ({ type: modelType(arn), arn })),
        conditions: { ArnEquals: { 'bedrock:InferenceProfileArn': [profileArn] } },
      },
    ]),
  );
  return standingForName(textOf(profileArn), byArn(profileArn), access);
}
