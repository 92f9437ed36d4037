import { type aws_codebuild as codebuild, Stack, Token } from 'aws-cdk-lib';
import { byArn, type DeclaredAccess, standingFor, standingForName } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { refuseInexact } from './exact-names';
import { accessToArn } from './operations';
import { declareAccess } from './reference-access';
import { joinAccess, onEveryResource, ScopedAccess } from './scoped-access';
import { textOf } from './token-text';

/** Access to the builds of a project of CodeBuild. */
export class BuildProjectAccess {
  /** @internal */
  public static _of(project: codebuild.IProject): BuildProjectAccess {
    return new BuildProjectAccess(project);
  }

  private constructor(private readonly project: codebuild.IProject) {}

  /**
   * Start builds: `StartBuild`. The call can replace the commands and the role of the project: who may start builds may do
   * what they may.
   *
   * @example
   * declare const site: codebuild.Project;
   * Access.buildProject(site).startBuilds();
   */
  public startBuilds(): DeclaredAccess {
    return this.to('codebuild:StartBuild');
  }

  /** Stop builds: `StopBuild`. */
  public stopBuilds(): DeclaredAccess {
    return this.to('codebuild:StopBuild');
  }

  /** Ask how far builds are: `BatchGetBuilds`. */
  public readBuilds(): DeclaredAccess {
    return this.to('codebuild:BatchGetBuilds');
  }

  private to(action: string): DeclaredAccess {
    const { projectArn, projectName } = this.project;
    const access = declareAccess(this.project, [{ actions: [action], targets: [{ type: 'project', arn: projectArn }] }]);
    const values = {
      [EnvironmentValue.IDENTIFIER]: projectName,
      [EnvironmentValue.ARN]: projectArn,
      [EnvironmentValue.NAME]: projectName,
    };
    return standingFor(this.project, values, access);
  }
}

/** Access to jobs of AWS Batch, from one definition in one queue. */
export class BatchJobAccess {
  /** @internal */
  public static _of(jobDefinitionArn: string, jobQueueArn: string): BatchJobAccess {
    return new BatchJobAccess(jobDefinitionArn, jobQueueArn);
  }

  private constructor(
    private readonly jobDefinitionArn: string,
    private readonly jobQueueArn: string,
  ) {}

  /**
   * Submit jobs: `SubmitJob` on the definition and the queue.
   *
   * @example
   * declare const render: batch.EcsJobDefinition;
   * declare const queue: batch.JobQueue;
   * Access.batchJob(render.jobDefinitionArn, queue.jobQueueArn).submit();
   */
  public submit(): DeclaredAccess {
    const [definition, queue] = [this.jobDefinitionArn, this.jobQueueArn].map((arn) => accessToArn(arn, ['batch:SubmitJob']));
    const access = joinAccess(...[definition, queue].flatMap((part) => part ?? []));
    return standingForName(textOf(this.jobDefinitionArn), byArn(this.jobDefinitionArn), access);
  }

  /** Ask how far jobs are, of every queue: `DescribeJobs`, on `*`, the form that AWS takes. */
  public describe(): DeclaredAccess {
    return onEveryResource(['batch:DescribeJobs']);
  }
}

/** Access to a job of Glue, in the account and region of the function. */
export class GlueJobAccess {
  /** @internal */
  public static _of(name: string): GlueJobAccess {
    const [named = ''] = refuseInexact('job', [name]);
    return new GlueJobAccess(named);
  }

  private constructor(private readonly name: string) {}

  /**
   * Run the job: `StartJobRun`.
   *
   * @example
   * Access.glueJob('nightly').start();
   */
  public start(): DeclaredAccess {
    return this.to('glue:StartJobRun');
  }

  /** Ask how far the job is: `GetJobRun`, `GetJobRuns`. */
  public readRuns(): DeclaredAccess {
    return this.to('glue:GetJobRun', 'glue:GetJobRuns');
  }

  /** Stop the job: `BatchStopJobRun`. */
  public stop(): DeclaredAccess {
    return this.to('glue:BatchStopJobRun');
  }

  private to(...actions: string[]): DeclaredAccess {
    const { name } = this;
    const access = new ScopedAccess((scope) => {
      const arn = Stack.of(scope).formatArn({ service: 'glue', resource: 'job', resourceName: name });
      return declareAccess(scope, [{ actions, targets: [{ type: 'job', arn }] }]);
    });
    return standingForName(name, { [EnvironmentValue.IDENTIFIER]: name, [EnvironmentValue.NAME]: name }, access);
  }
}

/** Access to an endpoint of SageMaker, in the account and region of the function. */
export class ModelEndpointAccess {
  /** @internal */
  public static _of(name: string): ModelEndpointAccess {
    const [named = ''] = refuseInexact('endpoint', [name]);
    return new ModelEndpointAccess(named);
  }

  private constructor(private readonly name: string) {}

  /**
   * Call the model, and wait for its answer: `InvokeEndpoint`.
   *
   * @example
   * Access.modelEndpoint('churn').invoke();
   */
  public invoke(): DeclaredAccess {
    return this.to('sagemaker:InvokeEndpoint');
  }

  /** Call the model, whose answer goes to a bucket: `InvokeEndpointAsync`. */
  public invokeAsync(): DeclaredAccess {
    return this.to('sagemaker:InvokeEndpointAsync');
  }

  private to(action: string): DeclaredAccess {
    const { name } = this;
    // ARNs of SageMaker have names in lower case.
    const resourceName = Token.isUnresolved(name) ? name : name.toLowerCase();
    const access = new ScopedAccess((scope) => {
      const arn = Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName });
      return declareAccess(scope, [{ actions: [action], targets: [{ type: 'endpoint', arn }] }]);
    });
    return standingForName(name, { [EnvironmentValue.IDENTIFIER]: name, [EnvironmentValue.NAME]: name }, access);
  }
}
