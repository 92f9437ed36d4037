import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const EXTENSIONS = ['ts', 'js', 'mjs', 'mts', 'cts', 'cjs'];

/**
 * The entry of a function that names none: `stack.handler.ts` beside the `stack.ts` that makes the function `handler`, as
 * `NodejsFunction` finds it. CDK's own search would find the file of its subclass, which is not the user's.
 *
 * @param called what the user's file calls
 */
export function entryBeside(id: string, called: NewableFunction): string {
  const file = callerOf(called);
  if (file === undefined) throw new Error(`no file is known that makes the function "${id}": set "entry" to the file of its handler`);
  const candidates = EXTENSIONS.map((extension) => file.replace(/\.[^.]+$/, `.${id}.${extension}`));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new Error(`no handler is found for the function "${id}": set "entry" to its file, or name it one of ${candidates.join(', ')}`);
  }
  return found;
}

function callerOf(called: NewableFunction): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let file: string | undefined;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, sites) => {
      file = sites[0]?.getFileName() ?? undefined;
    };
    const trace: { readonly stack?: unknown } = {};
    Error.captureStackTrace(trace, called);
    // The trace is made when it is read.
    void trace.stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
  return file?.startsWith('file:') === true ? fileURLToPath(file) : file;
}
