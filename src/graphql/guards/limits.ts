/** How much one request may ask for: the numbers, for HTTP and sockets alike. What enforces them lies beside this file. */

/** Stops a 5,000-deep document before the parser's recursion can. */
export const TOKEN_LIMIT = 2_000;
/** Characters of a document. Payloads belong in variables. */
export const DOCUMENT_LIMIT = 16_384;
/** Fields below each other, introspection aside. */
export const DEPTH_LIMIT = 10;
/** Levels of an introspection; the explorer's own query has 13 to 15. */
export const INTROSPECTION_DEPTH_LIMIT = 20;
/** Fields `__schema` and `__type` of one operation: each can answer with the whole schema. */
export const INTROSPECTION_LIMIT = 2;
export const ALIAS_LIMIT = 30;
export const DIRECTIVE_LIMIT = 20;
/** Fields of one operation with its fragments written out: no more than the tokens allow to write without them. */
export const FIELD_LIMIT = 2_000;
/** How often one selection set may name the same answer; comparing them is quadratic. */
export const REPEATED_FIELD_LIMIT = 30;
export const FRAGMENT_LIMIT = 50;
export const OPERATION_LIMIT = 20;
export const OPERATION_NAME_LIMIT = 200;
export const ROOT_MUTATION_LIMIT = 5;
/** See cost.ts. */
export const COST_LIMIT = 1_000;
/** Entries of a list in an argument, payloads and the events of a batch aside. */
export const LIST_LIMIT = 100;
/** Characters of one answer, about. */
export const ANSWER_LIMIT_CHARACTERS = 16 * 1024 * 1024;
/** Errors of one answer: the first ones tell enough. */
export const ERROR_LIMIT = 20;
/** Errors of a document that is not valid, or of variables that do not fit. */
export const VALIDATION_ERROR_LIMIT = 5;

/** Bytes of a request body over HTTP. A batch of 500 events does not fit 1 MiB of payloads, so it counts for the whole. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
/** The same for operations that carry no payload. */
export const PLAIN_BODY_LIMIT_BYTES = 1024 * 1024;
/** Bytes of one message over a socket: publishing is for HTTP. */
export const SOCKET_MESSAGE_LIMIT_BYTES = 64 * 1024;
