import type { aws_opensearchservice as opensearch } from 'aws-cdk-lib';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';

/** Access to one index after the other of a domain of OpenSearch Service, by HTTP method and path. */
export class SearchDomainAccess {
  /** @internal */
  public static _of(domain: opensearch.IDomain): SearchDomainAccess {
    return new SearchDomainAccess(domain);
  }

  private constructor(private readonly domain: opensearch.IDomain) {}

  /**
   * Search an index: `ESHttpGet` and `ESHttpPost` on its `_search`.
   *
   * @param index exactly
   *
   * @example
   * declare const catalogue: opensearch.Domain;
   * Access.searchDomain(catalogue).search('products');
   */
  public search(index: string): DeclaredAccess {
    return this.to(index, ['_search'], 'es:ESHttpGet', 'es:ESHttpPost');
  }

  /** Read documents by their ids: `ESHttpGet`, `ESHttpHead`. */
  public readDocuments(index: string): DeclaredAccess {
    return this.to(index, ['_doc/*'], 'es:ESHttpGet', 'es:ESHttpHead');
  }

  /** Create and replace documents, one by one or in bulk: `ESHttpPost`, `ESHttpPut`. A bulk request can also delete documents. */
  public writeDocuments(index: string): DeclaredAccess {
    return this.to(index, ['_bulk', '_doc', '_doc/*'], 'es:ESHttpPost', 'es:ESHttpPut');
  }

  /** Delete documents by their ids: `ESHttpDelete`. */
  public deleteDocuments(index: string): DeclaredAccess {
    return this.to(index, ['_doc/*'], 'es:ESHttpDelete');
  }

  private to(index: string, paths: readonly string[], ...actions: string[]): DeclaredAccess {
    const [name = ''] = exactNames(this.domain, 'index', [index]);
    const targets = paths.map((path) => ({ type: 'domain', arn: `${this.domain.domainArn}/${name}/${path}` }));
    const { domainArn, domainEndpoint, domainName } = this.domain;
    return standingFor(
      this.domain,
      {
        [EnvironmentValue.IDENTIFIER]: domainEndpoint,
        [EnvironmentValue.ARN]: domainArn,
        [EnvironmentValue.NAME]: domainName,
        [EnvironmentValue.ENDPOINT]: domainEndpoint,
        [EnvironmentValue.INDEX]: name,
      },
      declareAccess(this.domain, [{ actions, targets }]),
    );
  }
}
