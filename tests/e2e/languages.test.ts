import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemoAccounts, demoKeys, renewPeriods } from '../simulator/demo.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { demoFile, launchGranted, pageSaying, press } from './given.ts';
import { openImport } from './harness/import.ts';
import type { Browser } from './harness/launch.ts';
import { hasRole } from './harness/roles.ts';

const languages = [
  {
    language: 'ja',
    buttons: ['更新', '一時停止', '金額と名前を隠す', '設定'],
    import: 'インポート',
    figures: '残り 1234万 / 5000万 クレジット',
    more: 'Firecrawl · Work の詳細',
    resets: '2035年3月5日にリセット',
    tooltip: /残り 12,345,678 \/ 50,000,000 クレジット.* · 最終確認 \d+:\d\d$/,
  },
  {
    language: 'pt-BR',
    buttons: ['Atualizar', 'Pausar', 'Ocultar valores e nomes', 'Opções'],
    import: 'Importar',
    figures: /12,34\smi de 50\smi créditos no saldo/,
    more: 'Mais sobre Firecrawl · Work',
    resets: 'Renova em 5 de mar. de 2035',
    tooltip: /12\.345\.678 de 50\.000\.000 créditos no saldo.* · verificado: \d+:\d\d$/,
  },
  {
    language: 'zh-CN',
    buttons: ['刷新', '暂停', '隐藏金额和名称', '设置'],
    import: '导入',
    figures: '剩余 1234万 / 5000万 积分',
    more: 'Firecrawl · Work 的详细信息',
    resets: '2035年3月5日重置',
    tooltip: /剩余 12,345,678 \/ 50,000,000 积分.* · 检查于 \d+:\d\d$/,
  },
];

// Firefox speaks a language only with the pack of it, which is not everywhere to be had, and extensions speak as it does.
describe.each(languages)('in Chromium that speaks $language', (expected) => {
  let simulator: Simulator;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator();
    addDemoAccounts(simulator);
    renewPeriods(simulator, new Date('2035-03-05T12:00:00Z'));
    Object.assign(simulator.account(demoKeys.firecrawl).state, { remaining: 12_345_678, limit: 50_000_000 });
    browser = await launchGranted('chromium', { language: expected.language });
    const options = await browser.open('options');
    const dialog = await openImport(options, demoFile(simulator, ['firecrawl']), expected.import);
    await press(dialog, expected.import);
    await options.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await options.close();
  });

  afterAll(async () => {
    await browser?.close();
    await simulator?.stop();
    // Whatever the simulator said of itself keeps to the documents.
    expect(simulator?.departures ?? []).toEqual([]);
  });

  test('the popup declares the language and names its buttons in it', async () => {
    const popup = await browser.open('popup');
    await pageSaying(popup, 'Firecrawl · Work');
    expect(await popup.evaluate(() => document.documentElement.lang)).toBe(expected.language);
    for (const name of expected.buttons) expect(await hasRole(popup, 'button', name), name).toBe(true);
    await popup.close();
  });

  test('its numbers and dates are in that language as well', async () => {
    const popup = await browser.open('popup');
    await pageSaying(popup, expected.figures);
    await press(popup, expected.more);
    await pageSaying(popup, expected.resets);
    await popup.close();
  });

  test('so is the tooltip of the toolbar’s button', async () => {
    const { title } = await browser.badge();
    expect(title).toMatch(expected.tooltip);
  });

  test('nothing complained', async () => {
    expect(await browser.consoleErrors()).toEqual([]);
  });
});
