import type { Provider } from './provider.ts';
import { providers } from './providers/index.ts';

/** Keys that begin so belong to services that are not ours, and must not end up at one that is. */
const foreign: [prefix: string, name: string][] = [
  ['sk-ant-', 'Anthropic'],
  ['sk-or-', 'OpenRouter'],
  ['sk-proj-', 'OpenAI'],
  ['AIza', 'Google'],
  ['AKIA', 'AWS'],
  ['ghp_', 'GitHub'],
  ['github_pat_', 'GitHub'],
  ['gsk_', 'Groq'],
  ['hf_', 'Hugging Face'],
  ['pplx-', 'Perplexity'],
  ['sk_live_', 'Stripe'],
  ['xai-', 'xAI'],
  ['xox', 'Slack'],
];

/** The provider of ours whose keys begin like this one; undefined when that could be any. */
export function providerOfKey(key: string): Provider | undefined {
  return providers.find(({ keyPrefix }) => keyPrefix !== undefined && key.startsWith(keyPrefix));
}

/** Whose key this looks like, by how it begins, when that is somebody else than `provider`; undefined when there is nothing to say. */
export function ownerOf(key: string, provider: string): string | undefined {
  const ours = providerOfKey(key);
  if (ours) return ours.id === provider ? undefined : ours.name;
  return foreign.find(([prefix]) => key.startsWith(prefix))?.[1];
}
