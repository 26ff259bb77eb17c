import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import coinstats from './coinstats.json' with { type: 'json' };
import crustdata from './crustdata.json' with { type: 'json' };
import datagrid from './datagrid.json' with { type: 'json' };
import evolink from './evolink.json' with { type: 'json' };
import firecrawl from './firecrawl.json' with { type: 'json' };

interface Header {
  required: boolean;
  schema: { type: string };
}

/** Of an OpenAPI document, what is read here; Ajv reads the schemas. */
interface Response {
  description: string;
  headers?: Record<string, { $ref: string }>;
  /** OpenAPI has no word for it: the answer may also come without a body. */
  'x-bodyOptional'?: boolean;
}

interface Contract {
  paths: Record<string, { get: { responses: Record<string, Response> } }>;
  components: { schemas: object; headers?: Record<string, Header> };
}

export const contracts = { crustdata, coinstats, firecrawl, evolink, datagrid } satisfies Record<string, Contract>;

export type ContractId = keyof typeof contracts;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
// The rest of an OpenAPI document is no schema: named here, so that strict mode still finds a misspelt keyword.
ajv.addVocabulary(['openapi', 'info', 'externalDocs', 'servers', 'security', 'paths', 'components']);
for (const [id, contract] of Object.entries(contracts)) ajv.addSchema(contract, id);

/** Compiled once each, when first needed: every answer of the simulator is checked. */
const validators = new Map<string, ValidateFunction>();

/** The documented statuses of each path of a contract. */
export function documented(id: ContractId): { path: string; statuses: number[] }[] {
  const { paths }: Contract = contracts[id];
  return Object.entries(paths).map(([path, { get }]) => ({ path, statuses: Object.keys(get.responses).map(Number) }));
}

/** Everything in which an answer departs from the contract, in words. Empty: it keeps to it. */
export function departures(id: ContractId, path: string, { status, headers, text }: Answer): string[] {
  const { paths, components }: Contract = contracts[id];
  const response = paths[path]?.get.responses[status];
  if (!response) return [`status ${status} is not documented`];
  const place = `${id}#/paths/${pointer(path)}/get/responses/${status}`;
  const declared = Object.entries(response.headers ?? {}).map(([name, { $ref }]): [string, Header | undefined] => [
    name.toLowerCase(),
    components.headers?.[$ref.replace('#/components/headers/', '')],
  ]);
  return [
    ...(response['x-bodyOptional'] && text === '' ? [] : contentDepartures(place, headers, text)),
    ...declared.flatMap(([name, header]) => headerDepartures(name, header, headers.get(name))),
    // A limit told in a header that is not documented here is drift as well: another provider's habit.
    ...[...headers.keys()]
      .filter((name) => /^(x-ratelimit|retry-after)/.test(name) && !declared.some(([known]) => known === name))
      .map((name) => `header ${name} is not documented`),
  ];
}

function contentDepartures(place: string, headers: Headers, text: string): string[] {
  const type = headers.get('content-type');
  if (!type?.startsWith('application/json')) return [`content-type is ${type}`];
  const validate = validatorAt(`${place}/content/${pointer('application/json')}/schema`);
  try {
    if (validate(JSON.parse(text))) return [];
  } catch {
    return ['the body is not JSON'];
  }
  return (validate.errors ?? []).map(inWords);
}

function validatorAt($ref: string): ValidateFunction {
  const validate = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, validate);
  return validate;
}

function headerDepartures(name: string, header: Header | undefined, value: string | null): string[] {
  if (!header) return [`the contract does not define its header ${name}`];
  if (value === null) return header.required ? [`header ${name} is missing`] : [];
  // Headers are text: read as a number what looks like one, for a schema that wants one.
  const read = header.schema.type === 'integer' && /^-?\d+$/.test(value) ? Number(value) : value;
  const validate = ajv.compile(header.schema);
  return validate(read) ? [] : (validate.errors ?? []).map((error) => `header ${name}: ${value} ${error.message}`);
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  return `body${instancePath} ${message} ${JSON.stringify(params)}`;
}

/** A JSON pointer's step, inside a URI. */
function pointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
