/** What the server tells the page. */

export interface Example {
  /** The operation's name: CreateWebhook. */
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The whole document: the operation with its comment, and the fragments that it uses. */
  readonly query: string;
  /** JSON text; empty without variables. May contain the placeholders below. */
  readonly variables: string;
}

/** The page puts something new in its place each time, where the same value twice would be refused. */
export const UNIQUE_PLACEHOLDER = '{unique}';
/** The page puts the tenant of the key in its place, in the text of a payload. */
export const TENANT_PLACEHOLDER = '{tenantId}';

export interface PageConfig {
  readonly endpoint: string;
  /** Addresses, ending in a slash. */
  readonly ruruFolder: string;
  readonly graphqlWsFolder: string;
  readonly examples: readonly Example[];
  readonly placeholders: { readonly unique: string; readonly tenant: string };
}
