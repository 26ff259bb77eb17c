// @vitest-environment node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chromiumLogging, firefoxLogging, hostsIn, isOurs, logsVariable } from '../e2e/harness/network-log.ts';

/** What the end-to-end run looks for in the logs of its browsers: that it would be found. */

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'credit-gauge-network-log-'));
  vi.stubEnv(logsVariable, folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A launch of Chromium that logs these events. */
function chromium(...params: object[]): void {
  namedChromium('', ...params);
}

/** The same, where one name is led elsewhere. */
function namedChromium(named: string, ...params: object[]): void {
  const [flag = ''] = chromiumLogging(named);
  const first = '{"constants": {"clientInfo":{"command_line":"--some=http://flag.example"}},';
  const events = params.map((each) => `${JSON.stringify({ params: each, phase: 1, time: '1', type: 2 })},`);
  writeFileSync(flag.replace('--log-net-log=', ''), [first, '"events": [', ...events, '{"params":{"ur'].join('\n'));
}

function firefox(...lines: string[]): void {
  const { MOZ_LOG_FILE = '' } = firefoxLogging();
  writeFileSync(`${MOZ_LOG_FILE.replace('%PID', '-main.12')}.moz_log`, lines.join('\n'));
}

describe('the hosts of a log', () => {
  test('are counted over all launches of a browser', () => {
    chromium({ url: 'http://127.0.0.1:8080/v1?a=1' }, { host: '127.0.0.1' });
    chromium({ url: 'http://localhost:8080/' }, { url: 'chrome-extension://abc/popup.html' }, { url: 'data:,a' });
    firefox('[Parent 12: Main Thread]: E/nsHttp host=127.0.0.1 port=80', 'E/nsHttp uri=http://127.0.0.1:80/a');
    const { chromium: ofChromium, firefox: ofFirefox } = hostsIn(folder);
    expect(Object.fromEntries(ofChromium)).toEqual({ '127.0.0.1': 2, localhost: 1 });
    expect(Object.fromEntries(ofFirefox)).toEqual({ '127.0.0.1': 1 });
    expect([...ofChromium.keys(), ...ofFirefox.keys()].every(isOurs)).toBe(true);
  });

  test.each([
    ['asked', { url: 'https://api.example.com/a' }],
    ['asked by a socket', { url: 'wss://api.example.com/a' }],
    ['looked up', { host: 'api.example.com' }],
    ['looked up with its scheme', { host: 'https://api.example.com' }],
    ['looked up with its port', { host: 'api.example.com:443' }],
  ])('of Chromium tell one that is %s', (_, event) => {
    chromium({ url: 'http://127.0.0.1:8080/' }, event);
    expect([...hostsIn(folder).chromium.keys()].filter((host) => !isOurs(host))).toEqual(['api.example.com']);
  });

  test('that a launch leads to a test server are that server, and in that launch alone', () => {
    const asked = [{ url: 'https://api.example.com/a' }, { host: 'api.example.com' }];
    namedChromium('api.example.com 127.0.0.1:8080', ...asked);
    expect([...hostsIn(folder).chromium]).toEqual([['127.0.0.1', 2]]);
    chromium(...asked);
    namedChromium('api.example.com 10.0.0.1:8080', ...asked);
    expect(hostsIn(folder).chromium.get('api.example.com')).toBe(4);
  });

  test('of Firefox tell one that is asked', () => {
    firefox('E/nsHttp uri=http://127.0.0.1:80/a', 'E/nsHttp uri=https://api.example.com/a?b=1');
    expect([...hostsIn(folder).firefox.keys()].filter((host) => !isOurs(host))).toEqual(['api.example.com']);
  });

  test.each(['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '169.254.169.254', ''])(
    'are not ours: %j',
    (host) => expect(isOurs(host)).toBe(false),
  );
});

test.each([chromiumLogging, firefoxLogging])('a launch that leaves no log is missed', (launch) => {
  launch();
  expect(() => hostsIn(folder)).toThrow('No log of requests was written');
});

test('nothing is logged where nobody asks for it', () => {
  vi.stubEnv(logsVariable, '');
  expect([chromiumLogging(), firefoxLogging(), hostsIn(folder).chromium.size]).toEqual([[], {}, 0]);
});
