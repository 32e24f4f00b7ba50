/**
 * The limits on documents, for HTTP and sockets alike: graphql-ws parses and validates by itself, so what
 * guards one transport must be handed to the other.
 */
import { parse, specifiedRules, validate, type DocumentNode, type GraphQLSchema, type ValidationRule } from 'graphql';

/** Stops a 5,000-deep document before the parser's recursion can. */
export const TOKEN_LIMIT = 2_000;
/** Bytes of a request body over HTTP. A batch of 500 events does not fit 1 MiB of payloads, so it counts for the whole. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
/** Bytes of one message over a socket. */
export const SOCKET_MESSAGE_LIMIT_BYTES = 64 * 1024;

export const validationRules: readonly ValidationRule[] = [];

export const parseLimited = (source: string): DocumentNode => parse(source, { maxTokens: TOKEN_LIMIT });

export const validateLimited = (schema: GraphQLSchema, document: DocumentNode) =>
  validate(schema, document, [...specifiedRules, ...validationRules], { maxErrors: 5 });
