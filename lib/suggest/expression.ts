import type { Model } from '../core/model/model';
import { type Hole, partsOf, type ResourceHole, type SymbolicString } from '../core/template/symbolic';
import type { Resource } from '../core/template/template';
import { propertyOf } from './builders';
import type { Variables } from './variables';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': 'Aws.ACCOUNT_ID',
  'AWS::Partition': 'Aws.PARTITION',
  'AWS::Region': 'Aws.REGION',
  'AWS::StackId': 'Aws.STACK_ID',
  'AWS::StackName': 'Aws.STACK_NAME',
  'AWS::URLSuffix': 'Aws.URL_SUFFIX',
};

/** Writes values of a template as TypeScript of the app that makes it. */
export class Expressions {
  /** @param from the resource that the values are written in */
  constructor(
    private readonly model: Model,
    private readonly from: Resource,
    private readonly variables: Variables,
  ) {}

  /** An expression of type string; `undefined` when none gives this value. */
  of(value: SymbolicString): string | undefined {
    const parts = partsOf(value);
    if (parts.every((part) => typeof part === 'string')) return quoted(parts.join(''));
    const codes = parts.map((part) => (typeof part === 'string' ? part : this.ofHole(part)));
    const [only, another] = codes;
    if (another === undefined) return only;
    let text = '';
    for (const [index, code] of codes.entries()) {
      if (code === undefined) return undefined;
      text += typeof parts[index] === 'string' ? code.replaceAll(/[`\\]|\$\{/g, '\\$&') : `\${${code}}`;
    }
    return `\`${text}\``;
  }

  private ofHole(hole: Hole): string | undefined {
    switch (hole.kind) {
      case 'pseudo':
        return PSEUDO[hole.name];
      case 'parameter':
        return hole.template === this.from.template.name ? `Fn.ref(${quoted(hole.name)})` : undefined;
      case 'import':
        return `Fn.importValue(${quoted(hole.name)})`;
      case 'dynamic':
        return quoted(`{{${hole.reference}}}`);
      case 'resource':
        return this.ofAttribute(hole);
      case 'unknown':
        return undefined;
    }
  }

  private ofAttribute(hole: ResourceHole): string | undefined {
    const resource = this.model.resolverOf(this.from.template).target({ parts: [hole] });
    if (resource === undefined) return undefined;
    const property = propertyOf(resource, hole.attribute);
    if (property !== undefined) return `${this.variables.of(resource)}.${property}`;
    // A name of CloudFormation holds within one template only.
    if (resource.template !== this.from.template) return undefined;
    return hole.attribute === 'Ref'
      ? `Fn.ref(${quoted(hole.logicalId)})`
      : `Fn.getAtt(${quoted(hole.logicalId)}, ${quoted(hole.attribute)}).toString()`;
  }
}

/** A string literal in single quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}

/** Arguments of a call: string literals. */
export function quotedAll(texts: readonly string[]): string {
  return texts.map(quoted).join(', ');
}
