/** Relay connections: one factory for every list of the API. */
import { Arg, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Cost } from '../cost-directives.ts';
import { CountPrecisionEnum } from '../enums.ts';
import { toCursor, type Page } from '../paging.ts';

@ObjectType({ description: 'Relay page information.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'More items after endCursor.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'More items before startCursor.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where to go on backwards: cursor of the first edge, or beyond it when a search stopped early.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where to go on forwards: cursor of the last edge, or beyond it when a search stopped early.',
  })
  endCursor!: string | null;
}

@ObjectType({ description: 'A possibly capped count.' })
export class Count {
  @Field(() => Int, { description: 'Number of rows, at most the limit asked for.' })
  count!: number;

  @Field(() => CountPrecisionEnum, { description: 'Whether count is exact.' })
  precision!: 'EXACT' | 'AT_LEAST';
}

/** Rows that are counted at most. */
const COUNT_LIMIT = 10_000;

/** Counting was given up after so many. */
export interface PartialCount {
  readonly atLeast: number;
}

/** Counts rows up to a limit, which it may but need not pass. */
type CountUpTo = (limit: number) => Promise<number | PartialCount>;

/** Of connections whose pages are searched for. */
export const SEARCHED_UNTIL =
  'Set when so few rows match that the search was given up before the page was full: everything between the cursor ' +
  'asked from and this instant has been looked at. There may be more: go on from endCursor (or startCursor, backwards).';

interface Connection<Item> {
  readonly countUpTo: CountUpTo;
  readonly edges: { readonly cursor: string; readonly node: Item }[];
  readonly nodes: Item[];
  readonly pageInfo: PageInfo;
}

/**
 * Makes the edge and connection types of an object type; `toConnection` fills them from a page.
 * @param name of the connection type, when it is only the base of another
 */
export function connectionOf<Item extends object>(
  ItemClass: ClassType<Item>,
  description: string,
  name = `${ItemClass.name}Connection`,
) {
  @ObjectType(`${ItemClass.name}Edge`, { description: 'Edge.' })
  class EdgeType {
    @Field(() => String, { description: 'Cursor.' })
    cursor!: string;

    @Field(() => ItemClass, { description: 'Item.' })
    node!: Item;
  }

  @ObjectType(name, { description })
  class ConnectionType implements Connection<Item> {
    @Field(() => [EdgeType], { description: 'Edges.' })
    edges!: { cursor: string; node: Item }[];

    @Field(() => [ItemClass], { description: 'Items without edges.' })
    nodes!: Item[];

    @Field(() => PageInfo, { description: 'Page information.' })
    pageInfo!: PageInfo;

    /** Counts at most so many rows of the whole filtered set. */
    countUpTo!: CountUpTo;

    @Field(() => Count, { nullable: true, description: 'Count of the whole filtered set, capped.' })
    @Cost(5)
    async totalCount(
      @Arg('limit', () => Int, { nullable: true, defaultValue: COUNT_LIMIT }) limit: number | null,
    ): Promise<Count> {
      const most = Math.min(Math.max(limit ?? COUNT_LIMIT, 0), COUNT_LIMIT);
      const count = await this.countUpTo(most + 1);
      if (typeof count === 'object') return { count: Math.min(count.atLeast, most), precision: 'AT_LEAST' };
      return count > most ? { count: most, precision: 'AT_LEAST' } : { count, precision: 'EXACT' };
    }
  }
  return ConnectionType;
}

/** Fills a connection type with a page of rows. */
export function toConnection<Row, Item extends object, C extends Connection<Item>>(
  ConnectionType: ClassType<C>,
  page: Page<Row>,
  toItem: (row: Row) => Item,
  countUpTo: CountUpTo,
): C {
  const nodes = page.rows.map(({ row }) => toItem(row));
  const edges = page.rows.map(({ cursor }, index) => ({ cursor, node: nodes[index] as Item }));
  const stopped = page.stoppedAt === undefined ? undefined : toCursor(page.stoppedAt);
  return Object.assign(new ConnectionType(), {
    edges,
    nodes,
    countUpTo,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: (page.isBackwards ? stopped : undefined) ?? edges[0]?.cursor ?? null,
      endCursor: (page.isBackwards ? undefined : stopped) ?? edges.at(-1)?.cursor ?? null,
    },
  });
}
