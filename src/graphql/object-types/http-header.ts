/** A header in a webhook's settings or in the history. */
import { Field, ObjectType } from 'type-graphql';

/** Whose it is: what we send, or what a receiver answered. */
export type HeaderSource = 'sent' | 'received';

@ObjectType({ description: 'A header of a request or an answer.' })
export class HttpHeader {
  @Field(() => String, { description: 'Header name.' })
  name!: string;

  /** Null when nobody may see it; for the field resolver `value`, which knows who asks. */
  text!: string | null;

  source!: HeaderSource;
}

export const toHttpHeader = (name: string, text: string | null, source: HeaderSource): HttpHeader =>
  Object.assign(new HttpHeader(), { name, text, source });
