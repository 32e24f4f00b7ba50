/** Headers by who asks, wherever they show: settings, history, live stream, test and preview. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../context.ts';
import { HttpHeader } from '../object-types/http-header.ts';
import { isShownHeader } from '../personal-data.ts';

@Resolver(() => HttpHeader)
export class HttpHeaderResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Value; null when sensitive, as every header is that a webhook sends under a name that tells of a secret ' +
      '(Authorization, X-Api-Key and the like). A VIEWER sees none of answers that lets somebody in either (Set-Cookie), ' +
      'and of answers only what is about the answer itself, unless its key may see personal data.',
  })
  value(@Root() header: HttpHeader, @Ctx() context: GraphqlContext): string | null {
    return isShownHeader(context, header) ? header.text : null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the value is write-only, or not for the caller to see.' })
  isSensitive(@Root() header: HttpHeader, @Ctx() context: GraphqlContext): boolean {
    return header.text === null || !isShownHeader(context, header);
  }
}
