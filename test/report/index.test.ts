import { reporters } from '../../lib/report';
import { finding, resultOf } from './result';

const unreadable = finding({ ruleId: 'engine/unreadable-input', location: '', logicalId: null, resourceType: null, constructPath: null });

describe.each(Object.entries(reporters))('every reporter: %s', (_name, report) => {
  test.each([
    ['an empty result', resultOf([])],
    ['one finding', resultOf([finding()])],
    ['an acknowledged finding', resultOf([finding({ acknowledged: 'log archive' })])],
    ['a file that could not be read', resultOf([unreadable])],
  ])('ends on one newline and says the same twice: %s', (_title, result) => {
    const { output } = report(result);
    expect(output).toMatch(/[^\n]\n$/);
    expect(report(result).output).toBe(output);
  });

  test('exits 0 when nothing was found', () => {
    expect(report(resultOf([])).exitCode).toBe(0);
  });

  test('exits 1 for an error', () => {
    expect(report(resultOf([finding()])).exitCode).toBe(1);
  });

  test('exits 0 for warnings and notes', () => {
    expect(report(resultOf([finding({ severity: 'warning' }), finding({ severity: 'info' })])).exitCode).toBe(0);
  });

  test('exits 0 when every error is acknowledged', () => {
    expect(report(resultOf([finding({ acknowledged: 'log archive' })])).exitCode).toBe(0);
  });

  test('exits 1 when one error of two is acknowledged', () => {
    expect(report(resultOf([finding({ acknowledged: 'log archive' }), finding()])).exitCode).toBe(1);
  });

  test('exits 2 when a file could not be read, also beside findings', () => {
    expect(report(resultOf([finding(), unreadable])).exitCode).toBe(2);
  });

  test('exits 1 for a problem inside a template that was read', () => {
    expect(report(resultOf([{ ...unreadable, location: '/Resources/Role' }])).exitCode).toBe(1);
  });

  test('exits 2 when a rule crashed', () => {
    expect(report(resultOf([finding({ ruleId: 'engine/rule-crashed' })])).exitCode).toBe(2);
  });

  test('exits 2 when there was no template: nothing checked is not clean', () => {
    expect(report(resultOf([], 0)).exitCode).toBe(2);
  });
});
