/** Every question asked of a symbolic value has three answers. `unknown` is never taken as fine: a rule reports it. */
export type Answer = 'yes' | 'no' | 'unknown';

/** `yes` when any answer is yes, else `unknown` when any is unknown, else `no`. */
export function anyOf(answers: Iterable<Answer>): Answer {
  let result: Answer = 'no';
  for (const answer of answers) {
    if (answer === 'yes') return 'yes';
    if (answer === 'unknown') result = 'unknown';
  }
  return result;
}

/** `no` when any answer is no, else `unknown` when any is unknown, else `yes`. */
export function allOf(answers: Iterable<Answer>): Answer {
  let result: Answer = 'yes';
  for (const answer of answers) {
    if (answer === 'no') return 'no';
    if (answer === 'unknown') result = 'unknown';
  }
  return result;
}

/** The opposite; `unknown` stays unknown. */
export function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}
