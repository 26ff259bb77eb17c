import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import { providers } from './lib/providers/index.ts';

/** The strictest policy that the product runs under; `https:` stands there for self-hosted and gateway base URLs. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const chromium = {
  minimum_chrome_version: '120',
  permissions: ['alarms', 'storage', 'unlimitedStorage'],
  optional_permissions: ['notifications', 'contextMenus', 'sidePanel'],
  side_panel: { default_path: 'popup.html?panel' },
  // Left out, every other extension may connect.
  externally_connectable: { ids: [] },
};

const firefox = {
  permissions: ['alarms', 'storage'],
  // No `contextMenus`: Firefox gives that at install or never.
  optional_permissions: ['notifications'],
  // It is there for who looks for it, and not thrown open at installation.
  sidebar_action: { default_panel: 'popup.html?panel', default_title: '__MSG_product_name__', open_at_install: false },
  browser_specific_settings: {
    gecko: {
      id: 'credit-gauge@credit-gauge.app',
      strict_min_version: '140.0',
      data_collection_permissions: { required: ['authenticationInfo'] },
    },
    gecko_android: { strict_min_version: '142.0' },
  },
};

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module', '@wxt-dev/auto-icons'],
  autoIcons: {
    baseIconPath: fileURLToPath(new URL('components/icon.svg', import.meta.url)),
    developmentIndicator: false,
  },
  i18n: { localesDir: fileURLToPath(new URL('lib/locales', import.meta.url)) },
  imports: false,
  // No build needs them, and the archive of the sources would be several times as large.
  zip: { excludeSources: ['docs/**/*.png', 'tests/e2e/looks/*.png'] },
  // Every browser of ours knows what the polyfill for it would bring.
  vite: () => ({ build: { modulePreload: { polyfill: false } } }),
  hooks: {
    // The popup is built by itself, as the worker is: all it needs is in one file, and nothing else.
    'entrypoints:grouped': (_, groups) => {
      const pages = groups.find((group) => Array.isArray(group));
      const place = pages?.findIndex(({ type }) => type === 'popup') ?? -1;
      if (pages && place >= 0) groups.push(pages.splice(place, 1));
    },
    // Browsers promise by themselves what pages ask for. Only how the worker answers a message is the polyfill's.
    'vite:build:extendConfig': (entrypoints, { resolve }) => {
      const isWorker = entrypoints.some(({ type }) => type === 'background');
      if (!isWorker && resolve?.alias && 'wxt/browser' in resolve.alias) delete resolve.alias['wxt/browser'];
    },
  },
  manifestVersion: 3,
  manifest: ({ browser, mode }) => ({
    name: '__MSG_product_name__',
    short_name: '__MSG_product_name__',
    description: '__MSG_product_description__',
    default_locale: 'en',
    action: { default_title: '__MSG_product_name__', ...(browser === 'firefox' && { default_area: 'navbar' }) },
    // Asked for one origin at a time, by the click that saves an account.
    optional_host_permissions: [
      ...providers.map((provider) => `${provider.origin}/*`),
      'https://*/*',
      'http://127.0.0.1/*',
      'http://localhost/*',
    ],
    // The development server needs to load its own scripts, so the policy belongs to builds.
    ...(mode === 'production' && {
      content_security_policy: { extension_pages: contentSecurityPolicy },
    }),
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+C' } } },
    // The optional permissions are asked for when alerts, a menu or the side panel are first wanted.
    ...(browser === 'firefox' ? firefox : chromium),
  }),
});
