/** Things with a globally unique id. */
import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({
  description:
    'Anything with a globally unique, type-prefixed id (whk_, evt_, dlv_, att_, rpl_, typ_, sec_, key_, aud_).',
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, stable, globally unique.' })
  id!: string;
}
