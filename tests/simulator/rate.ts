import type { Rate, Standing } from './provider.ts';

/** Counts requests in sliding windows, one window per bucket name. A refused request is not counted. */
export class RateWindows {
  #times = new Map<string, number[]>();

  count(bucket: string, rate: Rate, now: number = Date.now()): Standing {
    const length = rate.seconds * 1000;
    const times = (this.#times.get(bucket) ?? []).filter((time) => time > now - length);
    const exceeded = times.length >= rate.limit;
    if (!exceeded) times.push(now);
    this.#times.set(bucket, times);
    const resetsAt = (times[0] ?? now) + length;
    return {
      limit: rate.limit,
      remaining: rate.limit - times.length,
      wait: Math.ceil((resetsAt - now) / 1000),
      resetAt: Math.ceil(resetsAt / 1000),
      exceeded,
    };
  }
}
