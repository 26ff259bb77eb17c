import { check } from './checks.ts';

await check().catch((error: Error) => {
  console.error(`check: ${error.message}`);
  process.exitCode = 1;
});
