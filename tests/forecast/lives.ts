import type { Random } from './random.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The account is asked every so often, if nothing comes in between. */
export const step = 15 * minute;
export const stepsOfDay = day / step;

/** 5 January 2026. */
export const monday = Date.UTC(2026, 0, 5);

/** How an account lives. */
export interface Life {
  /** How many days the credit should last. */
  days: number;
  /** How fast it is spent in the step that begins at `at`, in the mean pace of a day. */
  spend(index: number, at: number): number;
  /** Of how many calls a day the spending is made: less is rougher. */
  calls?: number;
  /** How many times credit is bought after the first. */
  topUps?: number;
  /** The share of polls that are missed one by one, and whether the machine sleeps as well. */
  missed?: number;
  sleeps?: boolean;
  /** How many whole credits the provider counts in all. */
  credits?: number;
}

export const lives = {
  /** A service that runs day and night. */
  steady: (random) => ({ days: random.logBetween(2, 60), spend: () => 1 }),

  /** An office: work hours in some time zone, next to nothing at the weekend. */
  weekday: (random) => ({ days: random.logBetween(5, 60), spend: office(random, random.between(0, 0.15)) }),

  /** Batch jobs that come when they come, each of another size, above little else. */
  bursty: (random) => {
    const perDay = random.logBetween(0.7, 5);
    const jobs = jobsOf(random, perDay, random.between(0.4, 0.9));
    const beside = random.chance(0.5) ? random.between(0, 0.2) : 0;
    return { days: random.between(12, 60) / perDay, spend: (_, at) => beside + (1 - beside) * jobs(at) };
  },

  /** More every day, by 2 to 10 %. */
  growing: (random) => {
    const growth = Math.log(1 + random.between(0.02, 0.1)) / stepsOfDay;
    const daily = waking(random, random.between(0, 0.9));
    return { days: random.logBetween(6, 40), spend: (index, at) => daily(index, at) * Math.exp(growth * index) };
  },

  /** Not used for the first 10 to 40 % of its days, then for some hours or days now and again. */
  'idle then burst': (random) => {
    const days = random.logBetween(4, 40);
    const period = (days * stepsOfDay) / random.between(8, 20);
    const on = random.between(0.3, 0.7);
    let turnsAt = days * stepsOfDay * random.between(0.1, 0.4);
    let isOn = false;
    return {
      days,
      spend: (index) => {
        while (index >= turnsAt) {
          isOn = !isOn;
          turnsAt += random.logNormal(0.5) * period * (isOn ? on : 1 - on);
        }
        return isOn ? 1 : 0;
      },
    };
  },

  /** Bought in portions, each before the last one is used up. */
  'top-ups': (random) => ({
    days: random.logBetween(6, 60),
    spend: waking(random, random.between(0, 0.95)),
    topUps: Math.floor(random.between(2, 7)),
  }),

  /** Polls that fail, and a machine that sleeps at night or for days. */
  'missed polls': (random) => ({
    days: random.logBetween(3, 60),
    spend: random.chance(0.5) ? waking(random, random.between(0, 0.95)) : office(random, random.between(0, 0.3)),
    missed: random.between(0.05, 0.4),
    sleeps: true,
  }),

  /** Whole credits, few of them. */
  quantised: (random) => ({
    days: random.logBetween(3, 60),
    spend: random.chance(0.5) ? () => 1 : waking(random, random.between(0, 0.95)),
    credits: Math.round(random.logBetween(20, 400)),
  }),

  /** At one moment of its life another use begins or ends: half as much again to three times as much, or as little. */
  shift: (random) => {
    const days = random.logBetween(4, 60);
    const shiftsAt = days * stepsOfDay * random.between(0.05, 0.7);
    const factor = random.logBetween(1.5, 3) ** (random.chance(0.5) ? 1 : -1);
    const daily = waking(random, random.between(0, 0.95));
    return { days, spend: (index, at) => daily(index, at) * (index < shiftsAt ? 1 : factor) };
  },

  /** Some of everything. */
  mixed: (random) => {
    const growth = Math.log(1 + random.between(-0.02, 0.05)) / stepsOfDay;
    const base = random.chance(0.5) ? office(random, random.between(0, 0.5)) : waking(random, random.between(0, 0.95));
    const jobs = jobsOf(random, 2, 0.6);
    const share = random.between(0, 0.5);
    return {
      days: random.logBetween(6, 60),
      spend: (index, at) => ((1 - share) * base(index, at) + share * jobs(at)) * Math.exp(growth * index),
      calls: random.logBetween(30, 3000),
      topUps: Math.floor(random.between(0, 4)),
      missed: random.between(0, 0.3),
      sleeps: random.chance(0.5),
      credits: Math.round(random.logBetween(100, 10_000)),
    };
  },
} satisfies Record<string, (random: Random) => Life>;

export type Kind = keyof typeof lives;
export const kinds = Object.keys(lives) as Kind[];

/** A machine that is off at night on some days, and now and then for days; whether it is so at a moment. */
export function sleepOf(random: Random): (at: number) => boolean {
  const zone = random.between(0, day);
  const nights = random.between(0.3, 1);
  const away = random.between(0, 0.08);
  let today = Number.NaN;
  let offAtNight = false;
  let awayUntil = 0;
  return (at) => {
    const date = Math.floor((at + zone) / day);
    if (date !== today) {
      today = date;
      offAtNight = random.chance(nights);
      if (random.chance(away)) awayUntil = at + random.between(0.5, 3) * day;
    }
    return at < awayUntil || (offAtNight && (at + zone) % day < 8 * hour);
  };
}

/** More by day than by night, in some time zone; depth 0 is flat. */
function waking(random: Random, depth: number): Life['spend'] {
  const shift = random.between(0, 1);
  return (_, at) => 1 + depth * Math.cos(2 * Math.PI * (at / day + shift));
}

/** Eight to ten hours on five days, and so much of it at all other times. */
function office(random: Random, beside: number): Life['spend'] {
  const zone = Math.floor(random.between(-10, 12)) * hour;
  const opens = random.between(7, 10) * hour;
  const closes = opens + random.between(8, 10) * hour;
  return (_, at) => {
    const local = at + zone - (monday - 7 * day);
    const isWorkday = Math.floor(local / day) % 7 < 5;
    return isWorkday && local % day >= opens && local % day < closes ? 3 : 0.9 * beside;
  };
}

/** Jobs at random moments, so many a day, each of 30 minutes to 3 hours. */
function jobsOf(random: Random, perDay: number, spread: number): (at: number) => number {
  let next: number | undefined;
  let until = 0;
  let pace = 0;
  return (at) => {
    next ??= at + random.exponential(day / perDay);
    if (at >= next && at >= until) {
      const lasts = random.logBetween(0.5, 3) * hour;
      pace = (random.logNormal(spread) * day) / (lasts * perDay);
      until = at + lasts;
      next = at + random.exponential(day / perDay);
    }
    return at < until ? pace : 0;
  };
}
