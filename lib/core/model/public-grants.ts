import { type PublicStatement, publicStatements } from '../iam/exposure';
import type { PolicyDocument } from '../iam/statement';
import type { Fact } from '../rule';
import { partsOf } from '../template/symbolic';
import type { Model } from './model';
import { actionsOf, listed, resourcesOf } from './resource-grants';
import { placeInTemplate } from './resource-policies';

/** A statement that lets strangers in, or may, described for a finding. */
export interface PublicGrant extends PublicStatement {
  /** `everyone`, `every AWS account`, `everyone but …`. */
  readonly who: string;
  /** `s3:GetObject, s3:ListBucket`. */
  readonly actions: string;
  /** Where, evidence and statement of the finding. The evidence names the actions and resources, so that it covers no others. */
  readonly fact: Pick<Fact, 'resource' | 'at' | 'evidence' | 'statement'>;
  /**
   * Whether the caller is left open by a value that somebody chooses at deployment (a parameter, an import), which is most
   * likely a fixed one; otherwise nothing is known about it.
   */
  readonly chosenAtDeployment: boolean;
}

/** The public statements of a document, described. */
export function publicGrants(model: Model, document: PolicyDocument): readonly PublicGrant[] {
  return publicStatements(document).map((exposed) => describe(model, document, exposed));
}

function describe(model: Model, document: PolicyDocument, exposed: PublicStatement): PublicGrant {
  const { statement, principal } = exposed;
  const { resource } = document;
  const excluded = statement.notPrincipals.includes(principal);
  const who = excluded
    ? `everyone but ${listed(model, statement, statement.notPrincipals)}`
    : exposed.exposure === 'anyone'
      ? 'anyone'
      : 'every AWS account';
  const actions = actionsOf(model, statement);
  const resources = resourcesOf(model, statement);
  const subject = exposed.answer === 'yes' ? who : model.show(principal, resource);
  return {
    ...exposed,
    who,
    actions,
    fact: {
      resource,
      at: placeInTemplate(resource, principal.at ?? statement.at),
      evidence: `${subject}: ${actions}${resources === '' ? '' : ` on ${resources}`}`,
      statement,
    },
    chosenAtDeployment: partsOf(principal.value).some((part) => typeof part !== 'string' && part.kind !== 'unknown'),
  };
}
