import type { PolicyDocument, Statement } from './statement';

/**
 * What `judge` finds in `documents`, without asking it again about a harmless document of a form in which it found nothing:
 * an app holds the same grants hundreds of times. `judge` must decide by the document alone: not by whose it is, by the
 * name of a resource, or by what another resource says. Leave out documents that are not to be judged before.
 */
export function* factsByForm<Found>(
  documents: Iterable<PolicyDocument>,
  judge: (document: PolicyDocument) => Iterable<Found>,
): Iterable<Found> {
  const quiet = new Set<object>();
  for (const document of documents) {
    const { form } = document;
    if (form !== undefined && quiet.has(form)) continue;
    let isQuiet = true;
    for (const found of judge(document)) {
      isQuiet = false;
      yield found;
    }
    if (isQuiet && form !== undefined) quiet.add(form);
  }
}

/** The statements of a document that allow, or whose effect cannot be read. */
export function allowsIn({ statements }: PolicyDocument): readonly Statement[] {
  return statements.filter(({ effect }) => effect !== 'Deny');
}
