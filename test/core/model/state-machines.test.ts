import { definitionsOf, statesOf } from '../../../lib/core/model/state-machines';
import { pointerOf } from '../../../lib/core/path';
import { modelOf, resources } from '../../policies/facts';

test('states within states, with what is around them and where they are', () => {
  const Definition = {
    StartAt: 'Each',
    States: {
      Each: { Type: 'Map', ItemProcessor: { States: { Both: { Type: 'Parallel', Branches: [{ States: { Left: { Type: 'Task' } } }] } } } },
      Last: { Type: 'Succeed' },
    },
  };
  const model = modelOf(resources({ Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition } } }));
  const [machine] = model.resourcesOfType('AWS::StepFunctions::StateMachine');
  if (machine === undefined) throw new Error('no state machine');
  const [definition] = definitionsOf(model, machine);
  if (definition === undefined) throw new Error('no definition');
  expect(
    statesOf(model, machine, definition).map(({ name, type, around }) => `${[...around.map((each) => each.name), name].join('/')} ${type}`),
  ).toEqual(['Each Map', 'Each/Both Parallel', 'Each/Both/Left Task', 'Last Succeed']);
  const left = statesOf(model, machine, definition)[2];
  expect(pointerOf(left?.definition.at)).toBe(
    '/Resources/Machine/Properties/Definition/States/Each/ItemProcessor/States/Both/Branches/0/States/Left',
  );
});
