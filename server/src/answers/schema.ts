/**
 * JSON Schema (draft 7, which editors understand best), as far as our answers need it: small makers, and each schema printed as a
 * TypeScript type, so that what is documented, what is validated and what the compiler checks is one text: `shapes.ts`.
 */
import { sure } from '../text/at.ts';

export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly $ref?: string;
}

type Properties = Readonly<Record<string, Schema>>;

const described = (description: string | undefined): Schema => (description === undefined ? {} : { description });

export const string = (description?: string): Schema => ({ ...described(description), type: 'string' });
export const boolean = (description?: string): Schema => ({ ...described(description), type: 'boolean' });
export const count = (description?: string): Schema => ({ ...described(description), type: 'integer', minimum: 0 });
/** A line or column: they count from 1. */
export const place = (description?: string): Schema => ({ ...described(description), type: 'integer', minimum: 1 });
export const probability = (description?: string): Schema => ({ ...described(description), type: 'number', minimum: 0, maximum: 1 });
export const oneOf = (values: NonNullable<Schema['enum']>, description?: string): Schema => ({ ...described(description), enum: values });
export const list = (items: Schema, description?: string): Schema => ({ ...described(description), type: 'array', items });
export const nullable = (schema: Schema, description?: string): Schema => ({
  ...described(description),
  anyOf: [schema, { type: 'null' }],
});
/** A shape by its name in `shapes.ts`. */
export const ref = (name: string, description?: string): Schema => ({ ...described(description), $ref: `#/definitions/${name}` });
/** @param optional members that may be left out */
export const object = (description: string, required: Properties, optional: Properties = {}): Schema => ({
  description,
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

/** The schema of a document that has one of these shapes, complete by itself: with the definitions that it refers to. */
export function schemaOf(names: readonly string[], shapes: Properties, title: string): unknown {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const to = '$ref' in value ? String(value.$ref).slice('#/definitions/'.length) : undefined;
    if (to !== undefined && !used.has(to)) {
      used.add(to);
      visit(shapes[to]);
    }
    for (const part of Object.values(value)) visit(part);
  };
  const [only = '', ...others] = names;
  const root = others.length === 0 ? sure(shapes[only]) : { anyOf: names.map((name) => ref(name)) };
  visit(root);
  const definitions = Object.fromEntries(Object.entries(shapes).filter(([other]) => used.has(other)));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...root,
    ...(used.size === 0 ? {} : { definitions }),
  };
}

/** The shapes as exported TypeScript types, with their descriptions as comments. */
export function typesOf(shapes: Properties): string {
  return Object.entries(shapes)
    .map(([name, schema]) => {
      const isInterface = schema.properties !== undefined;
      const text = typeOf(schema, '');
      return `${comment(schema, '')}export ${isInterface ? `interface ${name} ${text}` : `type ${name} = ${text};`}\n`;
    })
    .join('\n');
}

function comment({ description }: Schema, indent: string): string {
  return description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '* /')} */\n`;
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.slice('#/definitions/'.length);
  if (schema.anyOf !== undefined) return schema.anyOf.map((each) => typeOf(each, indent)).join(' | ');
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  switch (schema.type) {
    case 'array':
      return listOf(typeOf(sure(schema.items), indent));
    case 'object':
      // A shape without members says what all of them are (`false` stands beside members only).
      return schema.properties === undefined
        ? `Readonly<Record<string, ${typeOf(schema.additionalProperties as Schema, indent)}>>`
        : members(schema, indent);
    case 'integer':
      return 'number';
    default:
      return String(schema.type);
  }
}

function listOf(item: string): string {
  return /^\w+$/.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
}

function literal(value: string | number | boolean | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function members({ properties, required }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const rows = Object.entries(sure(properties)).map(([name, schema]) => {
    const key = /^[$\w]+$/.test(name) ? name : `'${name}'`;
    const isRequired = required?.includes(name) ?? false;
    // What is undefined is not there in JSON.
    const type = `${typeOf(schema, inner)}${isRequired ? '' : ' | undefined'}`;
    return `${comment(schema, inner)}${inner}readonly ${key}${isRequired ? '' : '?'}: ${type};\n`;
  });
  return `{\n${rows.join('')}${indent}}`;
}
