/**
 * Reads a page of history by one of its sources. A source gives candidates in the order of the page; those that match
 * the filter are the page. It looks at a bounded number of candidates, so that a filter which hardly anything matches
 * costs no more than any other: the page then says up to where the search went, and its cursors go on from there.
 */
import type { Database } from '../../database/database.ts';
import { namedStatement, type NamedStatement } from '../../database/named-statement.ts';
import type { Sql } from '../../database/sql.ts';
import { isWholeTenant, type Scope } from '../../domain/scope.ts';
import type { PartialCount } from '../object-types/connection.ts';
import { toPage, type Page, type PageQuery } from '../paging.ts';

/** What every history statement has among its parameters. */
export interface HistoryParameters {
  readonly tenantId: string;
  /** UUIDs between which the page lies, themselves excluded. */
  readonly low: string;
  readonly high: string;
  /** Candidates to look at. */
  readonly budget: number;
  readonly limit: number;
}

export interface HistorySource<Parameters extends HistoryParameters> {
  /** The rows that match; and the last candidate of the budget, whether it matches or not, when it comes to that. */
  readonly page: Readonly<Record<Direction, NamedStatement<Parameters>>>;
  readonly count: NamedStatement<Parameters>;
  /**
   * Asked as the system, every table with the tenant named: row-level security would keep PostgreSQL from using an
   * index on a status, because the comparison of enums is not "leakproof".
   */
  readonly isAskedAsSystem: boolean;
}

interface SourceOptions {
  readonly isAskedAsSystem?: boolean;
  /** SQL that gives a row for each of at most `:budget` candidates, when all of them match. */
  readonly counted?: string;
}

type Direction = 'asc' | 'desc';
const directions = ['asc', 'desc'] as const;

/**
 * @param name unique; the statements are planned once per connection
 * @param candidates SQL that gives whole rows in the order of `id`, at most `:budget` of them, between `:low` and
 *   `:high`, numbered from 1 by `seen`. A row without `tenant_id` is one that is gone: it counts, and matches nothing.
 * @param matches SQL condition on a candidate `d`
 * @param columns of `d` to select
 */
export function historySource<Parameters extends HistoryParameters>(
  name: string,
  columns: string,
  matches: string,
  candidates: (direction: Direction) => string,
  { isAskedAsSystem = false, counted }: SourceOptions = {},
): HistorySource<Parameters> {
  const isMatch = `(d.tenant_id is not null and ${matches})`;
  return {
    page: Object.fromEntries(
      directions.map((direction) => [
        direction,
        namedStatement(
          `history-${name}-${direction}`,
          `select ${columns}, d.seen = :budget as "isLast", coalesce(${isMatch}, false) as "isMatch"
           from (${candidates(direction)}) d where ${isMatch} or d.seen = :budget
           order by d.id ${direction} limit :limit`,
        ),
      ]),
    ) as HistorySource<Parameters>['page'],
    count: namedStatement(
      `history-${name}-count`,
      counted === undefined
        ? `select count(*)::int as seen, (count(*) filter (where ${isMatch}))::int as matching
           from (${candidates('desc')}) d`
        : `select count(*)::int as seen, count(*)::int as matching from (${counted}) d`,
    ),
    isAskedAsSystem,
  };
}

/**
 * Numbers rows that come in the order of their ids. PostgreSQL neither sorts for it nor waits for the last of them, as
 * long as the order is named here too.
 */
export const numbered = (rows: string, direction: string): string =>
  `select n.*, row_number() over (order by n.id ${direction}) as seen from (${rows}) n`;

/** A page that was searched for. */
export interface HistoryPage<Row> extends Page<Row> {
  countUpTo(limit: number): Promise<number | PartialCount>;
}

export interface HistorySearch<Parameters extends HistoryParameters> {
  readonly source: HistorySource<Parameters>;
  /**
   * What the caller may see. The parameters say it too: for a part of a tenant, row-level security would look up the
   * event of every row before the rows are counted against the budget, so then the system is asked.
   */
  readonly scope: Scope;
  /** Without `low`, `high`, `budget` and `limit`, which the page decides. */
  readonly parameters: Omit<Parameters, keyof HistoryParameters> & { readonly tenantId: string };
  /** UUIDs of the rows that the filter's times allow lie between these. */
  readonly low: string;
  readonly high: string;
  /** Whether some candidates of the source may not match. */
  readonly isNarrowed: boolean;
  /** Candidates that a page, or a count, looks at where not all of them match. */
  readonly budget: number;
}

interface Candidate {
  readonly isMatch: boolean;
  /** Of the budget. */
  readonly isLast: boolean;
}

export async function readHistoryPage<Parameters extends HistoryParameters, Row extends { id: string }>(
  database: Database,
  search: HistorySearch<Parameters>,
  query: PageQuery,
): Promise<HistoryPage<Row>> {
  const run = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    search.source.isAskedAsSystem || !isWholeTenant(search.scope)
      ? work(database.systemReads)
      : database.tenantRead(search.scope, work);
  const direction = query.backwards ? 'asc' : 'desc';
  const parameters = toParameters(search, {
    low: later(search.low, query.before),
    high: earlier(search.high, query.after),
    budget: search.isNarrowed ? Math.max(search.budget, query.limit) : query.limit,
    limit: query.limit,
  });
  const ask = <R extends object>(sql: Sql, { statement, valuesOf }: NamedStatement<Parameters>, values = parameters) =>
    sql.query<R>(statement, valuesOf(values));
  const found = await run((sql) => ask<Row & Candidate>(sql, search.source.page[direction]));
  const rows = found.filter(({ isMatch }) => isMatch);
  const end = rows.length === query.limit ? undefined : found.find(({ isLast }) => isLast)?.id;
  return {
    ...toPage<Row>(query, rows, (row) => row.id, end),
    async countUpTo(limit) {
      const budget = search.isNarrowed ? search.budget : limit;
      const bounds = { low: search.low, high: search.high, budget, limit };
      const [counted] = await run((sql) =>
        ask<{ seen: number; matching: number }>(sql, search.source.count, toParameters(search, bounds)),
      );
      const { seen = 0, matching = 0 } = counted ?? {};
      return seen < budget || matching >= limit ? matching : { atLeast: matching };
    },
  };
}

const toParameters = <Parameters extends HistoryParameters>(
  search: HistorySearch<Parameters>,
  page: Omit<HistoryParameters, 'tenantId'>,
) => ({ ...search.parameters, ...page }) as unknown as Parameters;

const later = (a: string, b: string | undefined): string => (b === undefined || a > b ? a : b);
const earlier = (a: string, b: string | undefined): string => (b === undefined || a < b ? a : b);
