import { describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { draftOf, submit, type Draft } from '../../lib/draft.ts';
import type { Problem } from '../../lib/input.ts';
import type { Provider } from '../../lib/provider.ts';
import { crustdata } from '../../lib/providers/crustdata.ts';
import { datagrid } from '../../lib/providers/datagrid.ts';
import { evolink } from '../../lib/providers/evolink.ts';
import { firecrawl } from '../../lib/providers/firecrawl.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf } from './given.ts';

const key = 'sk-abc123def456';
const saved = accountOf({ keyEnd: '1234', revision: 3 });

function send(draft: Partial<Draft>, provider: Provider = crustdata, old?: Account) {
  return submit({ ...draftOf(old, provider), ...draft }, provider, old, 'new-id', defaultSettings);
}

test('what the provider asked for stays with the key that it was asked with', () => {
  const asked = { at: 1, wait: 2 };
  const held = { ...saved, asked };
  const sent = (draft: Partial<Draft>) => send({ ...draftOf(held, crustdata), ...draft }, crustdata, held);
  expect(sent({ label: 'Other' })).toMatchObject({ account: { asked } });
  expect(sent({ key })).not.toHaveProperty('account.asked');
  expect(sent({ baseUrl: 'https://gateway.example.com', key })).not.toHaveProperty('account.asked');
});

describe('a new account', () => {
  test('is named after its provider unless it is given a label', () => {
    expect(draftOf(undefined, firecrawl).label).toBe('Firecrawl');
    expect(send({ key })).toMatchObject({ account: { label: 'Crustdata' } });
    expect(send({ key, label: ' Work ' })).toMatchObject({ account: { label: 'Work' } });
  });

  test('holds nothing that was left empty, and its key apart', () => {
    expect(send({ key })).toEqual({
      account: { id: 'new-id', provider: 'crustdata', label: 'Crustdata', enabled: true, revision: 0, keyEnd: '456' },
      key,
    });
  });

  test('holds what was typed, as what it means', () => {
    const draft = { key, baseUrl: ' https://gateway.example.com/ ', full: { key: '5000', user: ' ' }, muted: ['user'] };
    expect(send(draft, evolink)).toMatchObject({
      account: { baseUrl: 'https://gateway.example.com', full: { key: 5000 }, muted: ['user'] },
    });
    expect(send({ key, fields: { teamspace: ' ts-1 ' } }, datagrid)).toMatchObject({
      account: { fields: { teamspace: 'ts-1' } },
    });
  });

  test('says what is told of it otherwise than of the others, and keeps that', () => {
    const draft = { key, silent: true, alertAt: { key: '0', user: '12.5' }, alertDays: '10' };
    const sent = send(draft, evolink);
    const alerts = { muted: true, amounts: { key: 0, user: 12.5 }, days: 10 };
    expect(sent).toMatchObject({ account: { alerts } });
    const account = accountOf({ provider: 'evolink', alerts: { ...alerts, muted: true } });
    expect(draftOf(account, evolink)).toMatchObject({
      silent: true,
      alertAt: { key: '0', user: '12.5' },
      alertDays: '10',
    });
    expect(send({ ...draft, alertAt: { key: '-1' }, alertDays: 'soon' }, evolink)).toEqual({
      problems: { 'alertAt.key': 'alert-number', alertDays: 'alert-number' },
    });
  });

  test('may have percentages of its own, and what is never told of it', () => {
    const alerts = { low: 40, critical: 30, off: ['arrived' as const] };
    const draft = { alertLow: '40', alertCritical: '30', alertOff: ['arrived' as const] };
    expect(send({ key, ...draft })).toMatchObject({ account: { alerts } });
    expect(draftOf(accountOf({ alerts }), crustdata)).toMatchObject(draft);
  });

  const percentages: [low: string, critical: string, Record<string, Problem> | undefined][] = [
    ['5.5', '', undefined],
    ['5', '', { alertLow: 'tone-range' }],
    ['', '19', undefined],
    ['', '20', { alertCritical: 'tone-range' }],
    ['100', '99', undefined],
    ['40', '40', { alertLow: 'tone-range' }],
    ['101', '', { alertLow: 'tone-range' }],
    ['40', '101', { alertCritical: 'tone-range' }],
    ['half', '-1', { alertLow: 'tone-range', alertCritical: 'tone-range' }],
  ];
  test.each(percentages)('low at %j and critical at %j are in order with what is set for all, or told', (...given) => {
    const [alertLow, alertCritical, problems] = given;
    const sent = send({ key, alertLow, alertCritical });
    expect('problems' in sent ? sent.problems : undefined).toEqual(problems);
  });

  test('keeps percentages that nobody touches, though what is set for all no longer fits them', () => {
    const old = accountOf({ alerts: { critical: 25.125 }, keyEnd: '0001' });
    const draft = { ...draftOf(old, crustdata), label: 'Another' };
    expect(submit(draft, crustdata, old, 'x', { low: 20, critical: 5 })).toMatchObject({
      account: { label: 'Another', alerts: { critical: 25.125 } },
    });
    expect(submit({ ...draft, alertCritical: '26' }, crustdata, old, 'x', { low: 20, critical: 5 })).toEqual({
      problems: { alertCritical: 'tone-range' },
    });
  });

  test('leaves out lines that its provider does not have', () => {
    const sent = send({ key, full: { team: '5' }, fields: { teamspace: 'ts-1' } });
    expect(sent).not.toHaveProperty('account.full');
    expect(sent).not.toHaveProperty('account.fields');
  });

  test('tells four characters of its key at most, and never a quarter of it', () => {
    const endOf = (typed: string) => {
      const sent = send({ key: typed });
      return 'account' in sent ? sent.account.keyEnd : undefined;
    };
    expect(endOf('x'.repeat(60) + 'abcd')).toBe('abcd');
    expect(endOf('12345678')).toBe('78');
    expect(endOf('123')).toBe('');
  });

  test('needs a key, unless it is a server of the user’s own that may want none', () => {
    expect(send({})).toEqual({ problems: { key: 'key-empty' } });
    expect(send({ baseUrl: 'https://gateway.example.com' })).toEqual({ problems: { key: 'key-empty' } });
    expect(send({}, firecrawl)).toEqual({ problems: { key: 'key-empty' } });
    expect(send({ baseUrl: 'http://localhost:3002' }, firecrawl)).toHaveProperty('account');
  });
});

describe('a saved account', () => {
  test.each([5000, 12.5, 12.125, 1e-7, 1e15])('is taken back as it is, with %d as its full', (amount) => {
    const old = { ...saved, full: { account: amount } };
    expect(send({}, crustdata, old)).toEqual({ account: old });
  });

  test('that moves to a server of the user’s own that may want no key leaves its key behind', () => {
    const old = accountOf({ provider: 'firecrawl', keyEnd: '1234' });
    const sent = send({ baseUrl: 'http://localhost:3002' }, firecrawl, old);
    expect(sent).toMatchObject({ account: { baseUrl: 'http://localhost:3002', revision: 1 } });
    expect(sent).not.toHaveProperty('account.keyEnd');
  });
});

describe('what is wrong', () => {
  const wrong: [Partial<Draft>, Record<string, Problem>, Provider?][] = [
    [{ key, label: ' ' }, { label: 'label-empty' }],
    [{ key: 'sk abc' }, { key: 'key-characters' }],
    [{ key, baseUrl: 'http://192.168.1.5' }, { baseUrl: 'url-plain' }],
    [{ key, full: { account: '-1' } }, { 'full.account': 'full-number' }],
    [{ key, fields: { teamspace: 'a b' } }, { 'fields.teamspace': 'field-characters' }, datagrid],
  ];
  test.each(wrong)('is told at its line: %j', (draft, problems, provider) => {
    expect(send(draft, provider)).toEqual({ problems });
  });

  test('is told all at once', () => {
    const sent = send({ label: '', key: '', baseUrl: 'nowhere', full: { key: 'x', user: 'y' } }, evolink);
    expect(sent).toEqual({
      problems: {
        label: 'label-empty',
        key: 'key-empty',
        baseUrl: 'url-invalid',
        'full.key': 'full-number',
        'full.user': 'full-number',
      },
    });
  });
});

describe('an account that is changed', () => {
  test('is shown as it is saved, but for its key', () => {
    const account = accountOf({ baseUrl: 'https://gateway.example.com', full: { account: 5000 }, muted: ['account'] });
    expect(draftOf(account, crustdata)).toEqual({
      label: 'Work',
      key: '',
      baseUrl: 'https://gateway.example.com',
      full: { account: '5000' },
      muted: ['account'],
      forget: false,
      fields: {},
      silent: false,
      alertLow: '',
      alertCritical: '',
      alertAt: {},
      alertDays: '',
      alertOff: [],
    });
  });

  test('keeps its id, its key and whether it is disabled', () => {
    const sent = send({ label: 'Home' }, crustdata, { ...saved, enabled: false });
    expect(sent).toEqual({ account: { ...saved, enabled: false, label: 'Home' } });
  });

  test('loses what was emptied', () => {
    const full = { ...saved, full: { account: 5 }, muted: ['account'] };
    expect(send({ full: { account: '' }, muted: [] }, crustdata, full)).toEqual({ account: saved });
  });

  const addresses: [string, string, string | undefined][] = [
    ['from the provider to a gateway', 'https://gateway.example.com', undefined],
    ['from a gateway to the provider', '', 'https://gateway.example.com'],
    ['to another host', 'https://other.example.com', 'https://gateway.example.com'],
    ['to another port', 'https://gateway.example.com:8443', 'https://gateway.example.com'],
    ['to another scheme', 'https://localhost:3002', 'http://localhost:3002'],
  ];
  test.each(addresses)('wants its key again when its address moves %s', (_, baseUrl, before) => {
    const old = { ...saved, ...(before !== undefined && { baseUrl: before }) };
    expect(send({ baseUrl }, crustdata, old)).toEqual({ problems: { key: 'key-bound' } });
    expect(send({ baseUrl, key }, crustdata, old)).toMatchObject({ key, account: { keyEnd: '456' } });
  });

  test('keeps its key when only the path moves, or the origin is spelt out', () => {
    const old = { ...saved, baseUrl: 'https://gateway.example.com/v1' };
    expect(send({ baseUrl: 'https://gateway.example.com/v2' }, crustdata, old)).toHaveProperty('account');
    expect(send({ baseUrl: 'https://api.crustdata.com' }, crustdata, saved)).toHaveProperty('account');
  });

  test('is asked anew when the answer may be another, and only then', () => {
    const revisionOf = (draft: Partial<Draft>, provider: Provider = crustdata, old: Account = saved) => {
      const sent = send(draft, provider, old);
      return 'account' in sent ? sent.account.revision : undefined;
    };
    const grid = { ...saved, provider: 'datagrid' };
    expect(revisionOf({ key })).toBe(4);
    expect(revisionOf({ baseUrl: 'https://api.crustdata.com/gateway' })).toBe(4);
    expect(revisionOf({ fields: { teamspace: 'ts-1' } }, datagrid, grid)).toBe(4);
    expect(revisionOf({ label: 'Home', full: { account: '5' }, muted: ['account'] })).toBe(3);
  });
});
