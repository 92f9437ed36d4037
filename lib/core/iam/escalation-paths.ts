/**
 * - `grants`: writes the policies of identities, its own among them
 * - `takes-over`: gets the credentials of another identity
 * - `lifts-limits`: takes away the permissions boundary that caps an identity
 * - `passes-role`: hands a role to something new that runs its code
 * - `runs-as-existing`: makes something that is there, and has a role, run its code
 */
export type EscalationFamily = 'grants' | 'takes-over' | 'lifts-limits' | 'passes-role' | 'runs-as-existing';

/** Actions by which, together, a holder gains rights that it was not given. */
export interface EscalationPath {
  readonly family: EscalationFamily;
  /** What the holder does, after "may"; `{role}` is the role that it passes. */
  readonly story: string;
  /** All that are needed. The first is the one that decides, and to be taken away first. */
  readonly actions: readonly [string, ...string[]];
  /** `passes-role`: the services that the role is passed to, by the start of their principals. */
  readonly passedTo?: readonly string[];
}

function single(family: EscalationFamily, action: string, story: string): EscalationPath {
  return { family, story, actions: [action] };
}

const PASS_ROLE = 'iam:PassRole';

function passing(passedTo: readonly string[], story: string, ...others: readonly string[]): EscalationPath {
  return { family: 'passes-role', story, actions: [PASS_ROLE, ...others], passedTo };
}

function existing(story: string, first: string, ...others: readonly string[]): EscalationPath {
  return { family: 'runs-as-existing', story, actions: [first, ...others] };
}

/**
 * The minimal sets of actions that make a path, as of 2026-07: the union of pathfinding.cloud (Datadog), the research of
 * Rhino Security Labs, cloudsplaining's and prowler's lists, and the edges of PMapper. A set that holds another one adds
 * nothing, except where the other counts only on every resource. `sts:AssumeRole` has a rule of its own.
 */
export const escalationPaths: readonly EscalationPath[] = [
  single('grants', 'iam:AttachRolePolicy', 'attach any policy to a role'),
  single('grants', 'iam:PutRolePolicy', 'write any policy into a role'),
  single('grants', 'iam:AttachUserPolicy', 'attach any policy to a user'),
  single('grants', 'iam:PutUserPolicy', 'write any policy into a user'),
  single('grants', 'iam:AttachGroupPolicy', 'attach any policy to a group'),
  single('grants', 'iam:PutGroupPolicy', 'write any policy into a group'),
  single('grants', 'iam:AddUserToGroup', 'put itself into a group'),
  single('grants', 'iam:CreatePolicyVersion', 'rewrite a managed policy'),
  single('grants', 'iam:SetDefaultPolicyVersion', 'bring an older version of a managed policy back'),
  single('grants', 'sso:AttachManagedPolicyToPermissionSet', 'attach any policy of AWS to a permission set'),
  single('grants', 'sso:AttachCustomerManagedPolicyReferenceToPermissionSet', 'attach any policy to a permission set'),
  single('grants', 'sso:PutInlinePolicyToPermissionSet', 'write any policy into a permission set'),

  single('takes-over', 'iam:UpdateAssumeRolePolicy', 'let itself assume a role'),
  single('takes-over', 'iam:CreateAccessKey', 'make an access key for another user'),
  single('takes-over', 'iam:CreateLoginProfile', 'give another user a password'),
  single('takes-over', 'iam:UpdateLoginProfile', 'change the password of another user'),

  single('lifts-limits', 'iam:DeleteRolePermissionsBoundary', 'take the permissions boundary off a role'),
  single('lifts-limits', 'iam:DeleteUserPermissionsBoundary', 'take the permissions boundary off a user'),
  single('lifts-limits', 'iam:PutRolePermissionsBoundary', 'replace the permissions boundary of a role'),
  single('lifts-limits', 'iam:PutUserPermissionsBoundary', 'replace the permissions boundary of a user'),

  passing(['lambda'], 'create a function with {role} and invoke it', 'lambda:CreateFunction', 'lambda:InvokeFunction'),
  passing(['lambda'], 'create a function with {role} and let others invoke it', 'lambda:CreateFunction', 'lambda:AddPermission'),
  passing(['lambda'], 'create a function with {role} and an event source', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'),
  passing(['ecs-tasks', 'ecs'], 'run a task with {role}', 'ecs:RunTask'),
  passing(['ecs-tasks', 'ecs'], 'start a task with {role}', 'ecs:StartTask'),
  passing(['ecs-tasks', 'ecs'], 'run a service with {role}', 'ecs:RegisterTaskDefinition', 'ecs:CreateService'),
  passing(['ec2'], 'launch an instance with {role}', 'ec2:RunInstances'),
  passing(['ec2', 'spotfleet'], 'launch a spot instance with {role}', 'ec2:RequestSpotInstances'),
  passing(['ec2'], 'give an instance that runs {role}', 'ec2:AssociateIamInstanceProfile'),
  passing(
    ['ec2', 'autoscaling'],
    'launch instances with {role} in a new group',
    'autoscaling:CreateLaunchConfiguration',
    'autoscaling:CreateAutoScalingGroup',
  ),
  passing(
    ['ec2', 'autoscaling'],
    'launch instances with {role} in a group that is there',
    'autoscaling:CreateLaunchConfiguration',
    'autoscaling:UpdateAutoScalingGroup',
  ),
  passing(['cloudformation'], 'create a stack with {role}', 'cloudformation:CreateStack'),
  passing(['cloudformation'], 'update a stack set with {role}', 'cloudformation:UpdateStackSet'),
  passing(['cloudformation'], 'create a stack set with {role}', 'cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'),
  passing(['codebuild'], 'create a build project with {role} and start it', 'codebuild:CreateProject', 'codebuild:StartBuild'),
  passing(['codebuild'], 'create a build project with {role} and start a batch', 'codebuild:CreateProject', 'codebuild:StartBuildBatch'),
  passing(['states'], 'create a state machine with {role} and start it', 'states:CreateStateMachine', 'states:StartExecution'),
  passing(['scheduler'], 'create a schedule with {role}', 'scheduler:CreateSchedule'),
  passing(['glue'], 'create a development endpoint with {role}', 'glue:CreateDevEndpoint'),
  passing(['glue'], 'create a job with {role} and start it', 'glue:CreateJob', 'glue:StartJobRun'),
  passing(['glue'], 'create a job with {role} and a trigger', 'glue:CreateJob', 'glue:CreateTrigger'),
  passing(['glue'], 'give a job {role} and start it', 'glue:UpdateJob', 'glue:StartJobRun'),
  passing(['glue'], 'give a job {role} and a trigger', 'glue:UpdateJob', 'glue:CreateTrigger'),
  passing(['glue'], 'run code in a session with {role}', 'glue:CreateSession', 'glue:RunStatement'),
  passing(['sagemaker'], 'create a notebook with {role}', 'sagemaker:CreateNotebookInstance'),
  passing(['sagemaker'], 'run a processing job with {role}', 'sagemaker:CreateProcessingJob'),
  passing(['sagemaker'], 'run a training job with {role}', 'sagemaker:CreateTrainingJob'),
  passing(['batch', 'ecs-tasks'], 'define a batch job with {role} and submit it', 'batch:RegisterJobDefinition', 'batch:SubmitJob'),
  passing(['elasticmapreduce', 'ec2'], 'run a cluster with {role}', 'elasticmapreduce:RunJobFlow'),
  passing(['emr-serverless'], 'run an application with {role}', 'emr-serverless:CreateApplication', 'emr-serverless:StartJobRun'),
  passing(['build.apprunner', 'tasks.apprunner'], 'create a service with {role}', 'apprunner:CreateService'),
  passing(['ssm'], 'run an automation with {role}', 'ssm:CreateDocument', 'ssm:StartAutomationExecution'),
  passing(['datapipeline', 'elasticmapreduce', 'ec2'], 'create a data pipeline with {role}', 'datapipeline:CreatePipeline'),
  passing(['cognito-identity'], 'give the users of an identity pool {role}', 'cognito-identity:SetIdentityPoolRoles'),
  passing(['braket'], 'run a quantum job with {role}', 'braket:CreateJob'),
  passing(['codestar'], 'create a CodeStar project with {role}', 'codestar:CreateProject'),
  passing(
    ['gamelift'],
    'run a build of its own with {role}',
    'gamelift:CreateBuild',
    'gamelift:CreateFleet',
    'gamelift:RequestUploadCredentials',
  ),
  passing(
    ['ec2', 'imagebuilder'],
    'build an image with {role}',
    'imagebuilder:CreateComponent',
    'imagebuilder:CreateImage',
    'imagebuilder:CreateImageRecipe',
    'imagebuilder:CreateInfrastructureConfiguration',
  ),
  passing(
    ['kinesisanalytics'],
    'run an application with {role} on a stream',
    'kinesisanalytics:CreateApplication',
    'kinesisanalytics:StartApplication',
  ),
  passing(['omics'], 'run a workflow with {role}', 'omics:CreateWorkflow', 'omics:StartRun', 's3:GetObject'),
  passing(
    ['bedrock-agentcore'],
    'run code in an interpreter with {role}',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
  passing(
    ['bedrock-agentcore'],
    'use a browser with {role}',
    'bedrock-agentcore:CreateBrowser',
    'bedrock-agentcore:StartBrowserSession',
    'bedrock-agentcore:ConnectBrowserAutomationStream',
  ),
  passing(
    ['bedrock-agentcore'],
    'run commands in an agent with {role}',
    'bedrock-agentcore:CreateAgentRuntime',
    'bedrock-agentcore:CreateAgentRuntimeEndpoint',
    'bedrock-agentcore:CreateWorkloadIdentity',
    'bedrock-agentcore:InvokeAgentRuntimeCommand',
  ),

  existing('replace the code of any function', 'lambda:UpdateFunctionCode'),
  existing('give any function a layer of its own', 'lambda:UpdateFunctionConfiguration'),
  existing('run commands on any instance', 'ssm:SendCommand'),
  existing('open a session on any instance', 'ssm:StartSession'),
  existing('update any stack', 'cloudformation:UpdateStack'),
  existing('change any stack', 'cloudformation:ExecuteChangeSet', 'cloudformation:CreateChangeSet'),
  existing('start any build with commands of its own', 'codebuild:StartBuild'),
  existing('start any batch build with commands of its own', 'codebuild:StartBuildBatch'),
  existing('run commands in any container', 'ecs:ExecuteCommand', 'ecs:DescribeTasks'),
  existing('submit any batch job with a command of its own', 'batch:SubmitJob'),
  existing('replace the image of any App Runner service', 'apprunner:UpdateService'),
  existing('replace the steps of any state machine', 'states:UpdateStateMachine', 'states:StartExecution'),
  existing('put its key on any development endpoint', 'glue:UpdateDevEndpoint'),
  existing('open any notebook', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  existing(
    'change what any notebook runs at its start',
    'sagemaker:UpdateNotebookInstance',
    'sagemaker:CreateNotebookInstanceLifecycleConfig',
    'sagemaker:StartNotebookInstance',
    'sagemaker:StopNotebookInstance',
  ),
  existing('log in to any instance', 'ec2-instance-connect:SendSSHPublicKey', 'ec2:DescribeInstances'),
  existing('change what any launch template starts', 'ec2:ModifyLaunchTemplate', 'ec2:CreateLaunchTemplateVersion'),
  existing('change what any instance runs at its start', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances', 'ec2:StopInstances'),
  existing(
    'deploy a revision of its own',
    'codedeploy:CreateDeployment',
    'codedeploy:GetDeploymentConfig',
    'codedeploy:RegisterApplicationRevision',
  ),
  existing('run commands in any agent', 'bedrock-agentcore:InvokeAgentRuntimeCommand'),
  existing('run code in any interpreter', 'bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession'),
  existing('use any browser', 'bedrock-agentcore:StartBrowserSession', 'bedrock-agentcore:ConnectBrowserAutomationStream'),
];

const SELF_ESCALATING: ReadonlySet<EscalationFamily> = new Set(['grants', 'takes-over', 'lifts-limits']);

let selfEscalation: ReadonlySet<string> | undefined;

/** Whether one action alone changes what an IAM identity may do, or who it is. */
export function isSelfEscalation(actionId: string): boolean {
  selfEscalation ??= new Set(escalationPaths.filter(({ family }) => SELF_ESCALATING.has(family)).map(({ actions }) => actions[0]));
  return selfEscalation.has(actionId);
}
