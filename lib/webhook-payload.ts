import type { AlertFacts, AlertKind, Severity } from './alert.ts';

/** The shapes that a webhook's body can have: our own, and what four services take. */
export const webhookPresets = ['json', 'slack', 'discord', 'teams', 'ntfy'] as const;

export type WebhookPreset = (typeof webhookPresets)[number];

export function isWebhookPreset(text: string): text is WebhookPreset {
  return webhookPresets.some((preset) => preset === text);
}

/** An alert in words, ready to be sent. */
export interface WebhookMessage {
  /** The alert's; the same when it is sent again. */
  id: string;
  kind: AlertKind | 'test';
  severity: Severity;
  /** In milliseconds since 1970. */
  at: number;
  title: string;
  text: string;
  account?: { provider: string; label: string };
  balance?: { id: string; name: string };
  facts: AlertFacts;
  /** The provider's own page. */
  page?: { url: string; name: string };
}

/** What the body is made of. `topic` is ntfy's alone. */
export function webhookBody(preset: WebhookPreset, message: WebhookMessage, topic = ''): object {
  switch (preset) {
    case 'json':
      return jsonBody(message);
    case 'slack':
      return slackBody(message);
    case 'discord':
      return discordBody(message);
    case 'teams':
      return teamsBody(message);
    case 'ntfy':
      return ntfyBody(message, topic);
  }
}

/** As docs/webhook.md describes it. Members may be added; a member that changes its meaning makes a new version. */
function jsonBody({ id, kind, severity, at, title, text, account, balance, facts, page }: WebhookMessage): object {
  const { runsOutAt, expiresAt, since, ...numbers } = facts;
  const { remaining, unit, percent, full, basis, amount, perHour, usual, failure } = numbers;
  return withoutUndefined({
    format: 'credit-gauge-alert',
    version: 1,
    id,
    kind,
    severity,
    at: isoOf(at),
    title,
    text,
    account,
    balance: balance && withoutUndefined({ ...balance, remaining, unit, percent, full, basis }),
    runsOutAt: isoOf(runsOutAt),
    expiresAt: isoOf(expiresAt),
    since: isoOf(since),
    amount,
    perHour,
    usualPerHour: usual,
    failure,
    url: page?.url,
  });
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: blocks, and the text for where they do not show. */
function slackBody({ title, text, page }: WebhookMessage): object {
  const link = page && { type: 'mrkdwn', text: `<${slackText(page.url)}|${slackText(page.name)}>` };
  return {
    text: slackText(`${title}. ${text}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(slackText(title), 150), emoji: false } },
      { type: 'section', text: { type: 'plain_text', text: cut(slackText(text), 3000), emoji: false } },
      ...(link ? [{ type: 'context', elements: [link] }] : []),
    ],
  };
}

/** https://docs.slack.dev/messaging/formatting-message-text: the three signs that begin a mention or a link. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
function discordBody({ title, text, severity, at, page }: WebhookMessage): object {
  const colors = { info: 0x2e7d32, warning: 0xb26a00, critical: 0xc62828 };
  return {
    username: 'Credit Gauge',
    embeds: [
      {
        title: cut(discordText(title), 256),
        description: cut(discordText(text), 4096),
        color: colors[severity],
        timestamp: isoOf(at),
        ...(page && { url: page.url }),
      },
    ],
    // Whatever a label says, nobody is called.
    allowed_mentions: { parse: [] },
  };
}

function discordText(text: string): string {
  return text.replaceAll(/[\\*_~`|>#[\]()<@-]/g, (sign) => `\\${sign}`);
}

/**
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using: an Adaptive Card, as
 * a workflow "When a Teams webhook request is received" takes it. The text of a TextRun, unlike that of a TextBlock, has no markup.
 */
function teamsBody({ title, text, severity, page }: WebhookMessage): object {
  const colors = { info: 'good', warning: 'warning', critical: 'attention' };
  const run = { type: 'TextRun', text: title, weight: 'bolder', size: 'medium', color: colors[severity] };
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: `${title}. ${text}`,
    body: [
      { type: 'RichTextBlock', inlines: [run] },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] },
    ],
    ...(page && { actions: [{ type: 'Action.OpenUrl', title: page.name, url: page.url }] }),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

/** https://docs.ntfy.sh/publish/#publish-as-json: a repeat of the same sequence takes the place of the first, from ntfy 2.16 on. */
function ntfyBody({ id, title, text, severity, page }: WebhookMessage, topic: string): object {
  const priorities = { info: 2, warning: 3, critical: 4 };
  const tags = { info: 'moneybag', warning: 'warning', critical: 'rotating_light' };
  return {
    topic,
    title,
    message: text,
    priority: priorities[severity],
    tags: [tags[severity]],
    // Of the signs that ids may have, and at most 64: the end is what tells one alert from another.
    sequence_id: id.replaceAll(/[^\w-]/g, '').slice(-64),
    ...(page && { click: page.url }),
  };
}

/** Never cuts an astral character, nor an escaped sign, in half. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/(&\w{0,3}|\\|[\uD800-\uDBFF])$/, '')}…`;
}

function isoOf(moment: number): string;
function isoOf(moment: number | undefined): string | undefined;
function isoOf(moment: number | undefined): string | undefined {
  if (moment === undefined || Number.isNaN(new Date(moment).getTime())) return undefined;
  return new Date(moment).toISOString();
}

function withoutUndefined(members: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
