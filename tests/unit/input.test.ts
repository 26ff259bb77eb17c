import { describe, expect, test } from 'vitest';
import {
  checkBaseUrl,
  checkField,
  checkFull,
  checkKey,
  checkLabel,
  privateHostOf,
  type Problem,
} from '../../lib/input.ts';
import { checkInterval } from '../../lib/settings.ts';

describe('a key', () => {
  const cleaned: [string, string][] = [
    ['as it is', 'sk-abc123'],
    ['with blanks around it', '  sk-abc123\t '],
    ['with a line break at its end', 'sk-abc123\r\n'],
    ['with invisible characters around it', '\uFEFF\u200Bsk-abc123\u200B\u2060'],
    ['in double quotes', '"sk-abc123"'],
    ['in single quotes', "'sk-abc123'"],
    ['in backticks', '`sk-abc123`'],
    ['in quotes with blanks inside', '" sk-abc123 "'],
    ['behind Bearer', 'Bearer sk-abc123'],
    ['behind bearer in small letters', 'bearer   sk-abc123'],
    ['behind Bearer, in quotes', '"Bearer sk-abc123"'],
    ['behind Bearer, itself in quotes', 'Bearer "sk-abc123"'],
  ];
  test.each(cleaned)('is taken %s', (_, text) => {
    expect(checkKey(text)).toEqual({ value: 'sk-abc123' });
  });

  test('keeps signs and quotes that belong to it', () => {
    expect(checkKey('a\'b"c`d=/+~')).toEqual({ value: 'a\'b"c`d=/+~' });
  });

  const refused: [string, string, Problem][] = [
    ['nothing', '', 'key-empty'],
    ['blanks', ' \n\t', 'key-empty'],
    ['empty quotes', '""', 'key-empty'],
    ['two lines', 'sk-abc\nsk-def', 'key-lines'],
    ['a header smuggled in', 'sk-abc\r\nX-Other: 1', 'key-lines'],
    ['a line separator inside', 'sk-abc\u2028def', 'key-lines'],
    ['100 kB', 'x'.repeat(100_000), 'key-long'],
    ['2,049 characters', 'x'.repeat(2049), 'key-long'],
    ['a blank inside', 'sk abc', 'key-characters'],
    ['a control character inside', 'sk\u0000abc', 'key-characters'],
    ['a tab inside', 'sk\tabc', 'key-characters'],
    ['an invisible character inside', 'sk\u200Babc', 'key-characters'],
    ['letters beyond Latin-1', 'ключ', 'key-characters'],
    ['letters with accents', 'clé', 'key-characters'],
    ['a typographic dash', 'sk–abc', 'key-characters'],
  ];
  test.each(refused)('is not %s', (_, text, problem) => {
    expect(checkKey(text)).toEqual({ problem });
  });

  test('may be 2,048 characters long', () => {
    expect(checkKey('x'.repeat(2048))).toHaveProperty('value');
  });
});

describe('a base URL', () => {
  const taken: [string, string][] = [
    ['https://gateway.example.com', 'https://gateway.example.com'],
    ['https://gateway.example.com/', 'https://gateway.example.com'],
    [' https://gateway.example.com/v1/team// ', 'https://gateway.example.com/v1/team'],
    ['HTTPS://Gateway.Example.COM:443/API', 'https://gateway.example.com/API'],
    ['https://gateway.example.com:8443', 'https://gateway.example.com:8443'],
    ['http://localhost:3002', 'http://localhost:3002'],
    ['http://127.0.0.1:3002/', 'http://127.0.0.1:3002'],
    ['http://LOCALHOST', 'http://localhost'],
    ['https://192.168.1.5', 'https://192.168.1.5'],
    ['https://аpple.com', 'https://xn--pple-43d.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ];
  test.each(taken)('%s is taken as %s', (text, value) => {
    expect(checkBaseUrl(text)).toEqual({ value });
  });

  const refused: [string, Problem][] = [
    ['', 'url-invalid'],
    ['gateway.example.com', 'url-invalid'],
    ['//gateway.example.com', 'url-invalid'],
    ['https://', 'url-invalid'],
    ['https:gateway.example.com', 'url-invalid'],
    ['data:text/plain,credits', 'url-invalid'],
    ['javascript:alert(1)', 'url-invalid'],
    ['https://gateway.example.com:0', 'url-invalid'],
    ['https://gateway.example.com:65536', 'url-invalid'],
    [`https://gateway.example.com/${'x'.repeat(2048)}`, 'url-invalid'],
    [`https://${'x.'.repeat(130)}example`, 'url-invalid'],
    ['file:///etc/passwd', 'url-scheme'],
    ['ftp://gateway.example.com', 'url-scheme'],
    ['chrome-extension://abc/popup.html', 'url-scheme'],
    ['http://gateway.example.com', 'url-plain'],
    ['http://192.168.1.5', 'url-plain'],
    ['http://10.0.0.1', 'url-plain'],
    ['http://localhost.example.com', 'url-plain'],
    ['http://127.0.0.2', 'url-plain'],
    ['http://nas.local', 'url-plain'],
    ['http://169.254.169.254', 'url-address'],
    ['https://169.254.169.254/latest', 'url-address'],
    ['http://2852039166', 'url-address'],
    ['http://0xa9fea9fe', 'url-address'],
    ['http://0.0.0.0', 'url-address'],
    ['https://[::1]', 'url-address'],
    ['http://[::1]:3002', 'url-address'],
    ['https://[::ffff:169.254.169.254]', 'url-address'],
    ['https://gateway.example.com.', 'url-address'],
    ['http://localhost.', 'url-address'],
    ['https://user:pw@gateway.example.com', 'url-login'],
    ['https://user@gateway.example.com', 'url-login'],
    ['https://gateway.example.com?key=1', 'url-query'],
    ['https://gateway.example.com/#top', 'url-query'],
  ];
  test.each(refused)('%s is refused: %s', (text, problem) => {
    expect(checkBaseUrl(text)).toEqual({ problem });
  });
});

describe('an address in the own network', () => {
  const own = [
    'https://10.0.0.1',
    'https://192.168.1.5:8443/v1',
    'https://172.16.0.1',
    'https://172.31.255.255',
    'https://100.64.0.1',
    'https://100.127.255.254',
    'https://127.0.0.2',
    'https://0xc0a80105',
    'https://nas.local',
    'https://NAS.Local',
    'https://api.cluster.internal',
    'https://printer.home.arpa',
    'https://box.lan',
    'https://evil.localhost',
    'https://intranet',
  ];
  test.each(own)('%s is one', (url) => {
    expect(checkBaseUrl(url)).toHaveProperty('value');
    expect(privateHostOf(url)).toBe(new URL(url).hostname);
  });

  const others = [
    'https://api.crustdata.com',
    'https://172.15.0.1',
    'https://172.32.0.1',
    'https://100.63.0.1',
    'https://100.128.0.1',
    'https://192.169.0.1',
    'https://1.10.0.1',
    'https://10.example.com',
    'https://local.example',
    'http://localhost:3002',
    'http://127.0.0.1',
  ];
  test.each(others)('%s is none', (url) => {
    expect(privateHostOf(url)).toBeUndefined();
  });
});

describe('an amount that counts as full', () => {
  const taken: [string | number, number][] = [
    ['10000', 10_000],
    [' 9406.5 ', 9406.5],
    ['0.01', 0.01],
    ['12.5', 12.5],
    ['0.0004', 0.0004],
    [10_000, 10_000],
    [1e15, 1e15],
  ];
  test.each(taken)('may be %j', (given, value) => {
    expect(checkFull(given)).toEqual({ value });
  });

  const refused = [
    '',
    ' ',
    '0',
    '-5',
    'many',
    '10,000',
    '10 000',
    '$5',
    'NaN',
    'Infinity',
    '1e16',
    '1e3',
    '0x10',
    '0b1',
    '10.000',
    '1.234',
    '10.000,5',
    '+5',
    '.5',
    '5.',
    '٣',
    0,
    -1,
    Number.NaN,
    1e16,
  ];
  test.each(refused)('may not be %j', (given) => {
    expect(checkFull(given)).toEqual({ problem: 'full-number' });
  });
});

describe('a label', () => {
  test('is one line of at most 120 characters', () => {
    expect(checkLabel('  My\n work  ')).toEqual({ value: 'My work' });
    expect(checkLabel('x'.repeat(1_000_000))).toEqual({ value: `${'x'.repeat(119)}…` });
  });

  test.each(['', '   ', '\u200B\u202E'])('is not %j', (text) => {
    expect(checkLabel(text)).toEqual({ problem: 'label-empty' });
  });
});

describe('a line of the provider’s own', () => {
  test('is sent as a header, so it takes plain characters alone', () => {
    expect(checkField(' ts-1 ')).toEqual({ value: 'ts-1' });
  });

  test.each(['', 'a b', 'a\r\nX-Other: 1', 'é', 'x'.repeat(201)])('is not %j', (text) => {
    expect(checkField(text)).toEqual({ problem: 'field-characters' });
  });
});

describe('an interval', () => {
  test.each([1, 2, 15, 1440])('may be %d minutes', (minutes) => {
    expect(checkInterval(minutes)).toBe(minutes);
  });

  test.each([0, -1, 0.5, 1.5, 1441, 1e9, Number.NaN, Number.POSITIVE_INFINITY])('may not be %d minutes', (minutes) => {
    expect(checkInterval(minutes)).toBeUndefined();
  });
});
