/** The SDL of the API, in a stable order, with the roles that each field needs. */
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { buildApiSchema } from './schema.ts';

export function printApiSchema(schema: GraphQLSchema = buildApiSchema()): string {
  return `${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`;
}
