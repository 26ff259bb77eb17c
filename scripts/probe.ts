import { poll } from '../lib/poll.ts';
import { providers } from '../lib/providers/index.ts';

/**
 * Asks a provider's real endpoint once, with the key from the environment, and shows what our code read.
 * The key is never printed, and nothing is written.
 */
const [id = '', baseUrl] = process.argv.slice(2);
const provider = providers.find((one) => one.id === id);
const variable = `${id.toUpperCase()}_API_KEY`;
const key = process.env[variable]?.trim() ?? '';

if (!provider) {
  console.error(`Usage: npm run probe <provider> [base URL]\nProviders: ${providers.map((one) => one.id).join(', ')}`);
  process.exitCode = 2;
} else if (key === '' && !(provider.keyless && baseUrl !== undefined)) {
  console.error(`Put the key into the environment first: ${variable}=… npm run probe ${id}`);
  process.exitCode = 2;
} else {
  const origin = new URL(baseUrl ?? provider.origin).origin;
  const world = { now: Date.now, isOnline: () => true, isAllowed: async () => true };
  const target = { provider: id, ...(baseUrl !== undefined && { baseUrl: baseUrl.replace(/\/+$/, '') }) };
  const { reading, failure, wait } = await poll(target, { key, origin }, world);
  console.log(`${provider.name} at ${origin}, documented at ${provider.docs}`);
  console.log(JSON.stringify(reading?.balances ?? failure, null, 2));
  if (wait !== undefined) console.log(`asks us to wait ${Math.round(wait / 1000)} s`);
  process.exitCode = reading ? 0 : 1;
}
