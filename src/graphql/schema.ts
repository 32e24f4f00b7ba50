/** The executable schema, built once. The SDL in schema/schema.graphql is emitted from it. */
import 'reflect-metadata';
import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLSchema,
  type GraphQLEnumType,
} from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { costDirectives, markCosts } from './cost-directives.ts';
import { describeArguments } from './describe-arguments.ts';
import { markOneOfInputs } from './inputs/one-of.ts';
import {
  ConflictError,
  LimitExceededError,
  NotFoundError,
  OperationError,
  UrlNotAllowedError,
  ValidationError,
} from './object-types/user-error.ts';
import { ApiKeyResolver } from './resolvers/api-key-resolver.ts';
import { AuditResolver } from './resolvers/audit-resolver.ts';
import { DeliveryMutationsResolver } from './resolvers/delivery-mutations-resolver.ts';
import { DeliveryAttemptResolver, DeliveryResolver } from './resolvers/delivery-resolver.ts';
import { EventResolver } from './resolvers/event-resolver.ts';
import { EventTypeResolver } from './resolvers/event-type-resolver.ts';
import { HistoryTraceResolver } from './resolvers/history-trace-resolver.ts';
import { HttpHeaderResolver } from './resolvers/http-header-resolver.ts';
import { LiveNumbersResolver } from './resolvers/live-numbers-resolver.ts';
import { LiveResolver } from './resolvers/live-resolver.ts';
import { NodeResolver } from './resolvers/node-resolver.ts';
import { DeliveryReplayResolver, ReplayResolver } from './resolvers/replay-resolver.ts';
import { PersonalDataResolver } from './resolvers/personal-data-resolver.ts';
import { PublishResolver } from './resolvers/publish-resolver.ts';
import { StatsResolver } from './resolvers/stats-resolver.ts';
import { ViewerResolver } from './resolvers/viewer-resolver.ts';
import { WebhookMutationsResolver } from './resolvers/webhook-mutations-resolver.ts';
import { WebhookResolver } from './resolvers/webhook-resolver.ts';
import { WebhookSecretsResolver } from './resolvers/webhook-secrets-resolver.ts';
import { WebhookTrialResolver } from './resolvers/webhook-trial-resolver.ts';
import { checkRole } from './roles.ts';

export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      ApiKeyResolver,
      AuditResolver,
      WebhookResolver,
      WebhookMutationsResolver,
      WebhookSecretsResolver,
      WebhookTrialResolver,
      NodeResolver,
      EventResolver,
      EventTypeResolver,
      PublishResolver,
      PersonalDataResolver,
      DeliveryResolver,
      DeliveryAttemptResolver,
      DeliveryMutationsResolver,
      ReplayResolver,
      DeliveryReplayResolver,
      HistoryTraceResolver,
      HttpHeaderResolver,
      LiveResolver,
      LiveNumbersResolver,
      StatsResolver,
      ViewerResolver,
    ],
    orphanedTypes: [
      ConflictError,
      LimitExceededError,
      NotFoundError,
      OperationError,
      UrlNotAllowedError,
      ValidationError,
    ],
    authChecker: checkRole,
    pubSub: noPubSub,
    validate: false,
  });
  markOneOfInputs(schema);
  describeArguments(schema);
  markCosts(schema);
  return defineDirectives(schema);
}

/** type-graphql insists on one; our subscriptions bring their own stream, from the live feed. */
const noPubSub: PubSub = {
  publish() {
    throw new Error('subscriptions are fed by the change feed');
  },
  subscribe() {
    throw new Error('subscriptions are fed by the change feed');
  },
};

/** The argument of `requiresRole` is an enum of the schema itself, so it can be defined only when that is built. */
function defineDirectives(schema: GraphQLSchema): GraphQLSchema {
  const role = schema.getType('Role') as GraphQLEnumType;
  const requiresRole = new GraphQLDirective({
    name: 'requiresRole',
    description: 'Documents (and enforces, server side) which roles may select a field.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: { anyOf: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(role))) } },
  });
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, requiresRole, ...costDirectives] });
}
