// @vitest-environment node
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { alertKinds, type AlertKind } from '../../lib/alert.ts';
import { webhookBody, webhookPresets, type WebhookMessage, type WebhookPreset } from '../../lib/webhook-payload.ts';
import { noon } from './given.ts';

const [example = '', schema = ''] = [...readFileSync('docs/webhook.md', 'utf8').matchAll(/```json\n(.*?)```/gs)].map(
  ([, text = '']) => text,
);

/** What the services document of the bodies that they take; nothing beside it, so that a misspelt member is found. */
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const link = { type: 'string', pattern: '^https://' };
const only = (properties: Record<string, object>, optional: string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const listOf = (items: object, most: number) => ({ type: 'array', minItems: 1, maxItems: most, items });
const plain = (most: number) => only({ type: { const: 'plain_text' }, text: text(most), emoji: { type: 'boolean' } });

const schemas: Record<WebhookPreset, object> = {
  json: JSON.parse(schema) as object,
  // https://docs.slack.dev/reference/block-kit/blocks
  slack: only({
    text: text(40_000),
    blocks: listOf(
      {
        oneOf: [
          only({ type: { const: 'header' }, text: plain(150) }),
          only({ type: { const: 'section' }, text: plain(3000) }),
          only({
            type: { const: 'context' },
            elements: listOf(only({ type: { const: 'mrkdwn' }, text: text(3000) }), 10),
          }),
        ],
      },
      50,
    ),
  }),
  // https://discord.com/developers/docs/resources/webhook#execute-webhook, …/resources/message#embed-object
  discord: only({
    username: text(80),
    embeds: listOf(
      only(
        {
          title: text(256),
          description: text(4096),
          color: { type: 'integer', minimum: 0, maximum: 0xffffff },
          timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
          url: link,
        },
        ['url'],
      ),
      10,
    ),
    allowed_mentions: only({ parse: { type: 'array', maxItems: 0 } }),
  }),
  // https://adaptivecards.io/explorer, and the envelope of workflows
  teams: only({
    type: { const: 'message' },
    attachments: listOf(
      only({
        contentType: { const: 'application/vnd.microsoft.card.adaptive' },
        contentUrl: { type: 'null' },
        content: only(
          {
            $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
            type: { const: 'AdaptiveCard' },
            version: { enum: ['1.2', '1.3', '1.4'] },
            fallbackText: { type: 'string' },
            body: listOf(
              only({
                type: { const: 'RichTextBlock' },
                inlines: listOf(
                  only(
                    {
                      type: { const: 'TextRun' },
                      text: text(5000),
                      weight: { enum: ['lighter', 'default', 'bolder'] },
                      size: { enum: ['default', 'small', 'medium', 'large', 'extraLarge'] },
                      color: { enum: ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'] },
                    },
                    ['weight', 'size', 'color'],
                  ),
                  10,
                ),
              }),
              10,
            ),
            actions: listOf(only({ type: { const: 'Action.OpenUrl' }, title: text(100), url: link }), 6),
          },
          ['actions'],
        ),
      }),
      1,
    ),
  }),
  // https://docs.ntfy.sh/publish/#publish-as-json
  ntfy: only(
    {
      topic: { type: 'string', pattern: '^[-_A-Za-z0-9]{1,64}$' },
      title: text(1000),
      message: text(4096),
      priority: { type: 'integer', minimum: 1, maximum: 5 },
      tags: listOf(text(64), 5),
      sequence_id: { type: 'string', pattern: '^[-_A-Za-z0-9]{1,64}$' },
      click: link,
    },
    ['click'],
  ),
};

const ajv = new Ajv({
  strict: true,
  allErrors: true,
  formats: { 'date-time': (moment: string) => new Date(moment).toISOString() === moment },
});

function messageOf(told: Partial<WebhookMessage> = {}): WebhookMessage {
  return {
    id: '6f1c0e0a-3c53-4b7e-9a35-0d6f2a4f7c11.organization.expiring.mbzq8g00',
    kind: 'low',
    severity: 'warning',
    at: noon,
    title: 'Crustdata · Work: 18% left',
    text: '1,800 of 10,000 credits left.',
    account: { provider: 'crustdata', label: 'Work' },
    balance: { id: 'account', name: 'Account' },
    facts: { remaining: 1800, unit: 'credit', percent: 18, percentText: '18%', full: 10_000, basis: 'reported' },
    page: { url: 'https://app.crustdata.com/', name: 'Open Crustdata' },
    ...told,
  };
}

function expectValid(preset: WebhookPreset, body: unknown): void {
  const validate = ajv.compile(schemas[preset]);
  const isValid = validate(body);
  expect(validate.errors ?? []).toEqual([]);
  expect(isValid).toBe(true);
}

const more: Partial<Record<AlertKind, WebhookMessage['facts']>> = {
  days: { runsOutAt: noon },
  arrived: { amount: 5 },
  expiring: { amount: 5, expiresAt: noon },
  failing: { since: noon, failure: 'server' },
  burning: { perHour: 5, usual: 1 },
};

describe.each(webhookPresets)('the body for %s', (preset) => {
  test.each([...alertKinds, 'test'] as const)('is what is documented there: %s', (kind) => {
    const { account, balance, page, facts, ...bare } = messageOf();
    const isTest = kind === 'test';
    const message = isTest
      ? { ...bare, facts: {} }
      : { ...bare, account, balance, page, facts: { ...facts, ...more[kind] } };
    expectValid(preset, webhookBody(preset, { ...message, kind } as WebhookMessage, 'my-topic'));
  });

  test('stays within the limits, whatever a label is', () => {
    for (const label of ['😀&<>*_`'.repeat(40), '&'.repeat(200), '<!channel> @everyone [x](https://x.example)'])
      expectValid(
        preset,
        webhookBody(preset, messageOf({ title: `Crustdata · ${label}: 18% left`, text: label }), 'my-topic'),
      );
  });
});

/** The texts of a body, as they are sent. */
const bodyText = (preset: WebhookPreset, title: string) =>
  JSON.stringify(webhookBody(preset, messageOf({ title }), 't'));

describe('the text of a label', () => {
  test('calls nobody, and links nowhere', () => {
    const label = '<!channel> <@U1> @everyone *a* _b_ [c](https://x.example) <https://x.example|d>';
    // Slack's own three signs; the only link is that of the provider's page.
    expect(bodyText('slack', label).match(/<[^>]*>/g)).toEqual(['<https://app.crustdata.com/|Open Crustdata>']);
    const { embeds } = webhookBody('discord', messageOf({ title: label })) as { embeds: { title: string }[] };
    expect(embeds[0]?.title.match(/(?<!\\)[*_[\]()<@|]/g)).toBeNull();
    // A TextRun has no markup; a TextBlock has.
    expect(bodyText('teams', label).match(/"type":"Text\w+"/g)).toEqual(['"type":"TextRun"', '"type":"TextRun"']);
  });

  test('is not cut within a character or an escaped sign', () => {
    const slack = webhookBody('slack', messageOf({ title: `${'x'.repeat(146)}&&&` })) as {
      blocks: { text: { text: string } }[];
    };
    expect(slack.blocks[0]?.text.text).toMatch(/^x{146}…$/);
    const discord = webhookBody('discord', messageOf({ title: `${'x'.repeat(254)}😀😀` })) as {
      embeds: { title: string }[];
    };
    expect(discord.embeds[0]?.title).toBe(`${'x'.repeat(254)}…`);
  });
});

describe('our own shape', () => {
  test('is the one that docs/webhook.md shows', () => {
    const id = '6f1c0e0a-3c53-4b7e-9a35-0d6f2a4f7c11.account.low.mbzq8g00';
    expect(webhookBody('json', messageOf({ id }))).toEqual(JSON.parse(example));
    expectValid('json', JSON.parse(example));
  });

  test('has no member that docs/webhook.md does not describe', () => {
    const facts = Object.assign({}, messageOf().facts, ...Object.values(more)) as WebhookMessage['facts'];
    const { properties } = schemas.json as { properties: Record<string, { properties?: object }> };
    const body = webhookBody('json', messageOf({ facts })) as Record<string, object>;
    expect(Object.keys(body).toSorted()).toEqual(Object.keys(properties).toSorted());
    for (const name of ['account', 'balance'])
      expect(Object.keys(body[name] ?? {})).toEqual(Object.keys(properties[name]?.properties ?? {}));
  });
});

test('two alerts have two sequences at ntfy, and one has the same each time', () => {
  const sequenceOf = (id: string) =>
    (webhookBody('ntfy', messageOf({ id }), 't') as { sequence_id: string }).sequence_id;
  const account = '6f1c0e0a-3c53-4b7e-9a35-0d6f2a4f7c11';
  const ids = ['low.mbzq8g00', 'low.mbzq8g01', 'critical.mbzq8g00'].map((end) => `${account}.organization.${end}`);
  expect(new Set(ids.map(sequenceOf)).size).toBe(3);
  expect(sequenceOf(ids[0] ?? '')).toBe(sequenceOf(ids[0] ?? ''));
});
