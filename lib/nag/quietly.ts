/** Works without CDK's warnings of old classes: which of them a type is made with is nothing that the owner of a template could change. */
export function quietly<Answer>(work: () => Answer): Answer {
  const { JSII_DEPRECATED: before } = process.env;
  process.env.JSII_DEPRECATED = 'quiet';
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.JSII_DEPRECATED;
    else process.env.JSII_DEPRECATED = before;
  }
}
