/**
 * Keyset pages: a cursor is the place of a row in the order, so that pages stay right while rows are added.
 * Ids grow with time; "newest first" is the id downwards.
 */
import { GraphQLError } from 'graphql';
import { ArgsType, Field, Int } from 'type-graphql';

/** Rows of one page at most. */
export const PAGE_LIMIT = 100;
/** Characters of a cursor that can be one of ours: a name of 200 characters is part of one. */
const CURSOR_LIMIT = 1_500;
/** Rows of a page when the caller does not say. */
const PAGE_DEFAULT = 20;

@ArgsType()
export class PageArgs {
  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => String, { nullable: true })
  before?: string | null;

  @Field(() => Int, { nullable: true })
  first?: number | null;

  @Field(() => Int, { nullable: true })
  last?: number | null;
}

export interface Page<Row> {
  readonly rows: { readonly row: Row; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where the search for the page stopped before the page was full; the cursor beyond the last row. */
  readonly stoppedAt?: string | undefined;
  /** Whether it was read from the end of the order. */
  readonly isBackwards: boolean;
}

/** What to read for a page. */
export interface PageQuery {
  readonly after: string | undefined;
  readonly before: string | undefined;
  /** One more than the page holds, to see whether there is another. */
  readonly limit: number;
  /** Read from the end of the order towards its beginning. */
  readonly backwards: boolean;
}

/** @throws GraphQLError BAD_USER_INPUT for an impossible page or a cursor of another list */
export function toPageQuery(args: PageArgs, isKey: (key: string) => boolean): PageQuery {
  const backwards = args.last != null;
  const size = args.last ?? args.first ?? PAGE_DEFAULT;
  if (args.first != null && backwards) throw badInput('Give first or last, not both.');
  if (size < 0 || size > PAGE_LIMIT) throw badInput(`A page has 0 to ${PAGE_LIMIT} items.`);
  const decode = (cursor: string | null | undefined): string | undefined => {
    if (cursor == null) return undefined;
    const key = Buffer.from(cursor.slice(0, CURSOR_LIMIT), 'base64url').toString('utf8');
    if (!isKey(key)) throw badInput('This cursor does not belong to this list.');
    return key;
  };
  return { after: decode(args.after), before: decode(args.before), limit: size + 1, backwards };
}

/**
 * Makes a page of the rows that were read for a query.
 * @param stoppedAt key of the row at which the search was given up; without it, fewer rows than asked for are all
 */
export function toPage<Row>(
  query: PageQuery,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  stoppedAt?: string,
): Page<Row> {
  const more = rows.length >= query.limit || stoppedAt !== undefined;
  const shown = rows.slice(0, query.limit - 1);
  if (query.backwards) shown.reverse();
  return {
    rows: shown.map((row) => ({ row, cursor: toCursor(keyOf(row)) })),
    hasNextPage: query.backwards ? query.before !== undefined : more,
    hasPreviousPage: query.backwards ? more : query.after !== undefined,
    stoppedAt,
    isBackwards: query.backwards,
  };
}

export const toCursor = (key: string): string => Buffer.from(key).toString('base64url');

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** The part of a where-clause and the order that read a page by id, newest first. */
export function byIdDescending(query: PageQuery) {
  return {
    where: {
      ...(query.after === undefined && query.before === undefined
        ? {}
        : {
            id: {
              ...(query.after === undefined ? {} : { $lt: query.after }),
              ...(query.before === undefined ? {} : { $gt: query.before }),
            },
          }),
    },
    orderBy: { id: query.backwards ? 'asc' : 'desc' } as const,
    limit: query.limit,
  };
}
