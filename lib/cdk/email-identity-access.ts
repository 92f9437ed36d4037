import type { aws_ses as ses } from 'aws-cdk-lib';
import { type Conditions, everyValue, joinConditions } from '../access/statement';
import { type DeclaredAccess, standingFor } from './declared-access';
import { EnvironmentValue } from './environment-value';
import { exactNames } from './exact-names';
import { declareAccess } from './reference-access';
import { arnBeside } from './resource-place';

/** Which mails code sends. */
export interface MailSelection {
  /**
   * The addresses that mails may come from.
   *
   * @default - any of the identity
   */
  readonly fromAddresses?: string[];

  /**
   * The addresses that mails may go to.
   *
   * @default - any
   */
  readonly recipients?: string[];

  /**
   * The configuration set that the code names, or that is the default of the identity.
   *
   * @default - none
   */
  readonly configurationSet?: ses.IConfigurationSet;
}

/** Access to an identity of SES: an address, or a domain. */
export class EmailIdentityAccess {
  /** @internal */
  public static _of(identity: ses.IEmailIdentity): EmailIdentityAccess {
    return new EmailIdentityAccess(identity);
  }

  private constructor(private readonly identity: ses.IEmailIdentity) {}

  /**
   * Send mails, formatted or raw: `SendEmail`, `SendRawEmail`.
   *
   * @example
   * declare const domain: ses.EmailIdentity;
   * Access.emailIdentity(domain).send({ fromAddresses: ['orders@example.com'] });
   */
  public send(selection: MailSelection = {}): DeclaredAccess {
    return this.to(selection, [], 'ses:SendEmail', 'ses:SendRawEmail');
  }

  /** Send mails: `SendEmail`. */
  public sendEmail(selection: MailSelection = {}): DeclaredAccess {
    return this.to(selection, [], 'ses:SendEmail');
  }

  /** Send mails that the code formats, with attachments: `SendRawEmail`. */
  public sendRawEmail(selection: MailSelection = {}): DeclaredAccess {
    return this.to(selection, [], 'ses:SendRawEmail');
  }

  /**
   * Send mails from this template: `SendTemplatedEmail`, and `SendEmail` with it.
   *
   * @param template name of the template
   */
  public sendTemplate(template: string, selection: MailSelection = {}): DeclaredAccess {
    return this.to(selection, exactNames(this.identity, 'template', [template]), 'ses:SendEmail', 'ses:SendTemplatedEmail');
  }

  /**
   * Send mails from this template to many at once: `SendBulkTemplatedEmail`. AWS knows no address of the other call,
   * `SendBulkEmail`: that is `sendBulk`.
   *
   * @param template name of the template
   */
  public sendBulkTemplate(template: string, selection: MailSelection = {}): DeclaredAccess {
    return this.to(selection, exactNames(this.identity, 'template', [template]), 'ses:SendBulkTemplatedEmail');
  }

  /**
   * Send mails from this template to many at once, with the second version of the API: `SendBulkEmail`. AWS can narrow it by
   * identity, template and configuration set, not by address.
   *
   * @param template name of the template
   */
  public sendBulk(template: string, configurationSet?: ses.IConfigurationSet): DeclaredAccess {
    return this.to({ configurationSet }, exactNames(this.identity, 'template', [template]), 'ses:SendBulkEmail');
  }

  private to({ fromAddresses, recipients, configurationSet }: MailSelection, templates: readonly string[], ...actions: string[]) {
    const { identity } = this;
    const from: Conditions =
      fromAddresses === undefined ? {} : { StringEquals: { 'ses:FromAddress': exactNames(identity, 'address', fromAddresses) } };
    const to = recipients === undefined ? {} : everyValue('ses:Recipients', exactNames(identity, 'address', recipients));
    const beside = (rest: string) => arnBeside(identity, identity.emailIdentityArn, 'ses', rest);
    const access = declareAccess(identity, [
      {
        actions,
        targets: [
          { type: 'identity', arn: identity.emailIdentityArn },
          ...(configurationSet === undefined
            ? []
            : [{ type: 'configuration-set', arn: beside(`configuration-set/${configurationSet.configurationSetName}`) }]),
          ...templates.map((name) => ({ type: 'template', arn: beside(`template/${name}`) })),
        ],
        conditions: joinConditions(from, to),
      },
    ]);
    const { emailIdentityArn, emailIdentityName } = identity;
    const values = {
      [EnvironmentValue.IDENTIFIER]: emailIdentityName,
      [EnvironmentValue.ARN]: emailIdentityArn,
      [EnvironmentValue.NAME]: emailIdentityName,
    };
    return standingFor(identity, values, access);
  }
}
