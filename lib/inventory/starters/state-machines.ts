import { functionBehind, isFunctionType } from '../../core/model/lambda';
import type { Model } from '../../core/model/model';
import { mentionedIn } from '../mentioned';
import { type Starter, triggerBy } from './starter';

/** Functions that state machines run as their tasks. */
export function* stateMachineStarters(model: Model): Iterable<Starter> {
  for (const type of ['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine']) {
    for (const machine of model.resourcesOfType(type)) {
      const { Definition, DefinitionString, DefinitionSubstitutions } = machine.properties;
      const mentioned = mentionedIn(model, machine, [Definition ?? null, DefinitionString ?? null, DefinitionSubstitutions ?? null]);
      const started = new Set(
        mentioned.flatMap((resource) => functionBehind(model, resource) ?? []).filter((each) => isFunctionType(each.type)),
      );
      for (const each of started) {
        yield triggerBy('Step Functions', 'synchronous', 'app', `the state machine ${model.nameOf(machine)}`, {
          label: model.nameOf(machine),
          by: machine,
          function: each,
          from: machine,
        });
      }
    }
  }
}
