import type { Kind } from '../scripts/browsers.ts';

/**
 * What the browsers are told of us, word for word: a permission or a power more is a decision, and made here too.
 * Tests compare the whole with `toStrictEqual`, so a member that is not here may not be there.
 */

/** Written out again, and not taken from wxt.config.ts: a change there must not change what is expected. */
const policy = [
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
];

const common = {
  name: '__MSG_product_name__',
  short_name: '__MSG_product_name__',
  description: '__MSG_product_description__',
  default_locale: 'en',
  optional_host_permissions: [
    'https://openapiv1.coinstats.app/*',
    'https://api.crustdata.com/*',
    'https://api.datagrid.com/*',
    'https://api.evolink.ai/*',
    'https://api.firecrawl.dev/*',
    'https://*/*',
    'http://127.0.0.1/*',
    'http://localhost/*',
  ],
  commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+C' } } },
  content_security_policy: { extension_pages: policy.join('; ') },
};

/** The members that wxt.config.ts writes. */
export const declared: Record<Kind, Record<string, unknown>> = {
  chromium: {
    ...common,
    action: { default_title: '__MSG_product_name__' },
    permissions: ['alarms', 'storage', 'unlimitedStorage'],
    optional_permissions: ['notifications', 'contextMenus', 'sidePanel'],
    side_panel: { default_path: 'popup.html?panel' },
    minimum_chrome_version: '120',
    externally_connectable: { ids: [] },
  },
  firefox: {
    ...common,
    action: { default_title: '__MSG_product_name__', default_area: 'navbar' },
    permissions: ['alarms', 'storage'],
    optional_permissions: ['notifications'],
    sidebar_action: {
      default_panel: 'popup.html?panel',
      default_title: '__MSG_product_name__',
      open_at_install: false,
    },
    browser_specific_settings: {
      gecko: {
        id: 'credit-gauge@credit-gauge.app',
        strict_min_version: '140.0',
        data_collection_permissions: { required: ['authenticationInfo'] },
      },
      gecko_android: { strict_min_version: '142.0' },
    },
  },
};

const backgrounds = {
  chromium: { service_worker: 'background.js' },
  firefox: { scripts: ['background.js'] },
};

/** The whole manifest of a build: the entrypoints add theirs. */
export function manifestOf(kind: Kind, version: string): Record<string, unknown> {
  const { action, ...rest } = declared[kind];
  return {
    ...rest,
    manifest_version: 3,
    version,
    // The title of popup.html goes before the one in wxt.config.ts.
    action: { ...(action as object), default_title: 'Credit Gauge', default_popup: 'popup.html' },
    icons: { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' },
    options_ui: { open_in_tab: true, page: 'options.html' },
    background: backgrounds[kind],
  };
}
