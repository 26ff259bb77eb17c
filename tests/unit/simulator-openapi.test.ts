// @vitest-environment node
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { contracts } from '../contracts/contract.ts';

test.each(Object.entries(contracts))('%s: the contract is valid OpenAPI 3.1', async (_id, contract) => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(contract))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

const { evolink } = contracts;
const { responses } = evolink.paths['/v1/credits'].get;
const mistakes: Record<string, Record<string, unknown>> = {
  'no title': { ...evolink, info: { version: '1' } },
  'a path without a slash': { ...evolink, paths: { credits: {} } },
  'a response without a description': { ...evolink, paths: { '/': { get: { responses: { 200: {} } } } } },
  'no status': { ...evolink, paths: { '/': { get: { responses: { fine: responses[200] } } } } },
  'an unknown field': { ...evolink, path: {} },
};

test.each(Object.entries(mistakes))('the validator sees %s', async (_mistake, document) => {
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: false });
});
