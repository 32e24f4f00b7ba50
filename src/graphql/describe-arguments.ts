/** Descriptions of the roots, and of arguments that mean the same wherever they stand. An own description stands first. */
import { type GraphQLSchema, isObjectType } from 'graphql';

const roots: Readonly<Record<string, string>> = {
  Query: 'Reads.',
  Mutation: 'Writes. What a caller can put right comes in the errors of the payload.',
  Subscription: 'Live streams over graphql-ws.',
};

const meanings: Readonly<Record<string, string>> = {
  after: 'Only what comes after this cursor.',
  before: 'Only what comes before this cursor.',
  first: 'So many from the beginning, 0 to 100; 20 when neither first nor last is given.',
  last: 'So many from the end, 0 to 100.',
  limit: 'Counting stops here; at most 10,000, which is also the default.',
  filter: 'Only what matches; everything without it.',
  orderBy: 'Order of the list; newest first without it.',
  id: 'Its id.',
  ids: 'Ids of any kind, at most 100.',
  name: 'Its name.',
  by: 'Which one.',
  webhook: 'Which webhook.',
  webhookIds: 'Only of these webhooks.',
  eventId: 'Id of the event.',
  deliveryId: 'Id of the delivery.',
  secretId: 'Id of the secret.',
  eventTypes: 'Only of these types or patterns.',
  origin: 'Only of this origin.',
  search: 'A part of the name or description, in any case.',
  scope: 'Only inside this scope.',
  interval: 'Width of a bucket.',
  overlap: 'How long the old one goes on being valid.',
  includeRevoked: 'Whether revoked ones are listed too.',
  input: 'What it shall be.',
  inputs: 'One for each, at most 500.',
  sample: 'The event to send or to look at.',
  target: 'A saved webhook, or a draft.',
  businessKey: 'Exact value, e.g. of a sales order.',
};

export function describeArguments(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (type.name.startsWith('__')) continue;
    type.description ??= roots[type.name];
    for (const field of Object.values(type.getFields())) {
      for (const argument of field.args) argument.description ??= meanings[argument.name];
    }
  }
}
