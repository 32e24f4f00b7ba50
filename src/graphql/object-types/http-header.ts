/** A header in a webhook's settings or in the history. */
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A custom request header.' })
export class HttpHeader {
  @Field(() => String, { description: 'Header name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Value; null when sensitive.' })
  value!: string | null;

  @Field(() => Boolean, { description: 'Whether the value is write-only.' })
  isSensitive!: boolean;
}

export const toHttpHeader = (name: string, value: string, isSensitive = false): HttpHeader =>
  Object.assign(new HttpHeader(), { name, value: isSensitive ? null : value, isSensitive });
