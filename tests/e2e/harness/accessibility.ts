import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'puppeteer-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

export interface Violation {
  id: string;
  impact: string;
  help: string;
  /** Selector and summary of each place. */
  places: string[];
}

/** What axe-core finds wrong in the page. The debugger protocol puts it there, which the page's policy does not forbid. */
export async function a11y(page: Page): Promise<Violation[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(source);
  return await page.evaluate(async () => {
    // The one rule of WCAG 2.2 AA that axe leaves off by itself.
    const results = await window.axe?.run(document, { rules: { 'target-size': { enabled: true } } });
    if (!results) throw new Error('axe-core did not load.');
    return results.violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact: impact ?? 'minor',
      help,
      places: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    }));
  });
}
