import { listForEvidence, listForSentence } from '../../lib/core/iam/grant';
import type { JsonObject } from '../../lib/core/json';
import type { Model } from '../../lib/core/model/model';
import { placeInTemplate } from '../../lib/core/model/resource-policies';
import { definitionsOf, type State, statesOf } from '../../lib/core/model/state-machines';
import { defineRule, type Fact } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';
import type { Resource } from '../../lib/core/template/template';

type Message = 'unhandled' | 'waitsForever';

const machine = (state: JsonObject, more: object = {}) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    RoleArn: 'arn:aws:iam::111122223333:role/orders',
    DefinitionString: JSON.stringify({ StartAt: 'Charge', States: { Charge: { Type: 'Task', End: true, ...state } } }),
    ...more,
  },
});
const invoke = { Resource: 'arn:aws:states:::lambda:invoke' };
const retry = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] };

/** Advice for what fails, and a warning for what never ends. What leaves no trace is with `observability/require-state-machine-log`. */
export default defineRule<Message>({
  meta: {
    id: 'resilience/require-state-error-handling',
    severity: { recommended: 'warning', strict: 'warning', critical: 'off' },
    title: 'State machines say what happens when a step fails, or never answers',
    rationale:
      'A step without Retry or Catch ends the whole execution at the first passing fault, halfway through. One that waits for an answer without a timeout waits for up to a year.',
    references: [
      'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html',
      'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html',
    ],
    catalogue: ['DOW-SFN-CATCH'],
    peers: [],
  },
  messages: {
    unhandled: {
      what: 'state machine "{name}" ends at the first fault of {states}: neither they nor a state around them has Retry or Catch',
      fix: 'add "Retry" for passing faults and "Catch" for the others ("task.addRetry", "task.addCatch")',
    },
    waitsForever: {
      what: 'state {states} of state machine "{name}" waits for an answer without a timeout: when none comes, for up to a year',
      fix: 'set "TimeoutSeconds" or "HeartbeatSeconds" ("taskTimeout", "heartbeatTimeout"), or "TimeoutSeconds" of the whole state machine',
    },
  },
  examples: {
    valid: [
      { title: 'a task that is tried again', resources: { Machine: machine({ ...invoke, ...retry }) } },
      {
        title: 'a callback with an end',
        resources: { Machine: machine({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', HeartbeatSeconds: 600, ...retry }) },
      },
    ],
    invalid: [
      { title: 'a task that may not fail', resources: { Machine: machine(invoke) }, reports: ['unhandled'] },
      {
        title: 'a callback that may never come',
        resources: { Machine: machine({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', ...retry }) },
        reports: ['waitsForever'],
      },
    ],
  },
  *check(model) {
    for (const type of machineTypes) {
      for (const resource of model.resourcesOfType(type)) {
        if (model.isProvided(resource) || isWaiter(resource)) continue;
        yield* definitionFacts(model, resource);
      }
    }
  },
});

const machineTypes = ['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'];

/** The state machine that CDK's provider framework waits with (`custom-resources.Provider` with `isCompleteHandler`). */
function isWaiter({ constructPath }: Resource): boolean {
  return constructPath?.includes('/waiter-state-machine/') ?? false;
}

const fallible: ReadonlySet<string> = new Set(['Task', 'Map', 'Parallel']);
const timeouts = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'];

function* definitionFacts(model: Model, resource: Resource): Iterable<Fact<Message>> {
  const name = model.nameOf(resource);
  for (const definition of definitionsOf(model, resource)) {
    const states = statesOf(model, resource, definition).filter(({ type }) => fallible.has(type));
    const unhandled = states.filter((state) => ![state, ...state.around].some(handlesErrors));
    if (unhandled.length > 0) {
      yield { ...listed(resource, name, unhandled, 'without Retry and Catch'), message: 'unhandled', atMost: 'info' };
    }
    if (definition.value.TimeoutSeconds !== undefined) continue;
    const waiting = states.filter((state) => waitsForAnswer(model, resource, state) && ![state, ...state.around].some(hasTimeout));
    if (waiting.length > 0) yield { ...listed(resource, name, waiting, 'without timeout'), message: 'waitsForever' };
  }
}

function listed(resource: Resource, name: string, states: readonly State[], lack: string) {
  const names = states.map((state) => state.name);
  const at = states.length === 1 ? states[0]?.definition.at : states[0]?.definition.at?.parent;
  return {
    resource,
    at: placeInTemplate(resource, at),
    evidence: `${listForEvidence(names)} ${lack}`,
    data: { name, states: listForSentence(names) },
  };
}

function handlesErrors({ definition: { value } }: State): boolean {
  return [value.Retry, value.Catch].some((handlers) => handlers !== undefined && !(Array.isArray(handlers) && handlers.length === 0));
}

function hasTimeout({ definition: { value } }: State): boolean {
  return timeouts.some((property) => value[property] !== undefined);
}

/** Whether a task is done when somebody sends its token, or when a worker takes it: either may never happen. */
function waitsForAnswer(model: Model, resource: Resource, { definition: { value, at } }: State): boolean {
  return model
    .resolverOf(resource.template)
    .strings(value.Resource, at)
    .some(({ value: target }) =>
      partsOf(target).some((part) =>
        typeof part === 'string'
          ? part.endsWith('.waitForTaskToken') || part.includes(':activity:')
          : part.kind === 'resource' && part.resourceType === 'AWS::StepFunctions::Activity',
      ),
    );
}
