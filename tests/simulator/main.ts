import { parseArgs } from 'node:util';
import { addDemoAccounts, demoKeys } from './demo.ts';
import { startSimulator } from './simulator.ts';

/** `node tests/simulator/main.ts [--port N]`: five demo accounts, until Ctrl+C. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port must be a whole number from 0 to 65535, not ${values.port}`);
  process.exit(2);
}
const simulator = await startSimulator({ port }).catch((error: Error) => {
  console.error(`The simulator cannot listen on port ${port}: ${error.message}`);
  process.exit(1);
});
addDemoAccounts(simulator);

console.log(`The provider simulator answers at ${simulator.url}\n`);
for (const [provider, key] of Object.entries(demoKeys)) console.log(`  ${provider.padEnd(10)} ${key}`);
console.log(`
Spend 5,000 credits:
  curl ${simulator.url}/_simulator/drain -d '{"key":"${demoKeys.crustdata}","amount":5000}'
Answer the next three requests with a documented error:
  curl ${simulator.url}/_simulator/faults -d '{"target":{"provider":"evolink"},"fault":{"kind":"error","status":429},"times":3}'
`);

process.once('SIGINT', () => void simulator.stop());
process.once('SIGTERM', () => void simulator.stop());
