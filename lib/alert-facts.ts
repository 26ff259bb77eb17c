import type { AccountFacts, BalanceFacts } from './alert.ts';
import { expiringParts } from './balance.ts';
import type { AccountGauges, Gauge } from './gauge.ts';
import { present } from './present.ts';
import { ownReading } from './report.ts';

/** Of how a balance is going, as far as alerts care. */
type Going = Pick<BalanceFacts, 'arrived' | 'forecast' | 'anomaly'> & Partial<Pick<BalanceFacts, 'expiring'>>;

/** An account as it is to be seen. */
export type Watched = Pick<AccountGauges, 'account' | 'report'> & {
  gauges: (Pick<Gauge, 'balance' | 'share'> & { trend?: Going })[];
};

/** What alerts go by; undefined while nothing is known of the account as it is now, after a change of key or address. */
export function factsOf({ account, report, gauges }: Watched): AccountFacts | undefined {
  if (!report || report.revision !== account.revision) return undefined;
  const reading = ownReading(report);
  const balances = (reading ? gauges : []).map(({ balance, share, trend = {} }): BalanceFacts => {
    const { id, remaining, unit, unlimited, resetsAt } = balance;
    const { arrived, forecast, anomaly } = trend;
    const expiring = lostOf(balance, trend);
    return present<BalanceFacts>({
      id,
      remaining,
      unit,
      unlimited,
      share,
      resetsAt,
      arrived,
      forecast,
      expiring,
      anomaly,
    });
  });
  const { failure, failures } = report;
  return present<AccountFacts>({
    account: account.id,
    revision: account.revision,
    readAt: reading?.at,
    failure,
    failures,
    balances,
  });
}

/** What will be lost at the present pace; all that expires while the pace is not known. */
function lostOf({ parts }: Gauge['balance'], { forecast, expiring }: Going): BalanceFacts['expiring'] {
  if (expiring && forecast && forecast.kind !== 'too-early') return expiring;
  return expiringParts(parts).map(({ remaining, expiresAt }) => ({ amount: remaining, at: expiresAt }));
}
