import type { DeclaredAccess } from './declared-access';
import { accessToArn } from './operations';

/**
 * Access to text messages, from one origin: a phone number, a pool of numbers, or a sender id of AWS End User Messaging. The
 * call of SNS that sends to a phone number knows no resource but `*`, which also publishes to every topic.
 */
export class TextMessageAccess {
  /** @internal */
  public static _of(originationArn: string): TextMessageAccess {
    return new TextMessageAccess(originationArn);
  }

  private constructor(private readonly arn: string) {}

  /**
   * Send text messages: `sms-voice:SendTextMessage`.
   *
   * @example
   * Access.textMessages('arn:aws:sms-voice:eu-west-1:111122223333:sender-id/SHOP/DE').send();
   */
  public send(): DeclaredAccess {
    return accessToArn(this.arn, ['sms-voice:SendTextMessage']);
  }
}
