/**
 * Inputs of which exactly one field is given. type-graphql does not know `@oneOf`, so the built schema's types
 * are marked afterwards; graphql-js then enforces it and shows it in the SDL.
 */
import { GraphQLInputObjectType, type GraphQLSchema } from 'graphql';

const oneOfInputs = new Set<string>();

/** Class decorator: exactly one field of this input must be given. */
export function OneOf(): ClassDecorator {
  return (target) => {
    oneOfInputs.add(target.name);
  };
}

export function markOneOfInputs(schema: GraphQLSchema): void {
  for (const name of oneOfInputs) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLInputObjectType)) throw new Error(`@OneOf input ${name} is not in the schema`);
    type.isOneOf = true;
  }
}
