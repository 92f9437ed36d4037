/**
 * Accounts that belong to AWS: policies name them so that a service can write logs or be read from. They are the
 * services' own and no strangers. Ids by service and region, from the services' documentation:
 * - load balancer logs: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html#attach-bucket-policy
 * - CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-supported-regions.html
 * - Redshift audit logs: https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html#db-auditing-bucket-permissions
 */
const IDS = {
  'load balancer logs': `
    027434742980 033677994240 127311923021 797873946194 098369216593 754344448648 589379963580 718504428378 383597477331
    600734575887 114774131450 783225319266 582318560864 985666609251 054676820928 156460612806 652711504416 635631232127
    009996457667 897822967062 076674570225 507241528517 048591011584 190560391635 638102146993 037604701340`,
  CloudTrail: `
    525921808201 119688915426 216624486486 492519147666 765225791966 977081816279 582488909970 903692715234 284668455005
    069019280451 187074758985 819402241893 193415116832 681348832753 035351147821 453052556044 829690693026 669305197877
    757211635381 859597730677 282025262664 262312530599 683224464357 585772288577 034638983726 814480443879 086441151436
    475085895292 608710470296 388731089494 113285607260`,
  'Redshift audit logs': `
    365689465814 313564881002 404641285394 760740231472 090321488786 865932855811 361669875840 762762565011 907379612154
    111890595117 660998842044 053454850223 729911121831 945612479654 210876761215 307160386991 915173422425 013126148197
    075028567923 193672423079 391106570357 665727464434 262260360010 902366379725`,
} as const;

let services: ReadonlyMap<string, string> | undefined;

/** The service that an account of AWS's own belongs to (`load balancer logs`); `undefined` for anybody else's. */
export function serviceOfAccount(account: string): string | undefined {
  services ??= new Map(
    Object.entries(IDS).flatMap(([service, ids]) =>
      ids
        .trim()
        .split(/\s+/)
        .map((id) => [id, service] as const),
    ),
  );
  return services.get(account);
}
