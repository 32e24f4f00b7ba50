/** What PostgreSQL says it did for a statement. */

export interface Measurement {
  readonly name: string;
  /** Milliseconds that PostgreSQL took to run it. */
  readonly runMs: number;
  /** Milliseconds that it took to plan it, which it does once per connection. */
  readonly planMs: number;
  readonly buffers: number;
  /** Most rows that one scan of one table or index went through. */
  readonly visited: number;
  /** Partitions that were read from their beginning to their end. */
  readonly wholeScans: readonly string[];
}

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** A sequential scan of fewer rows is that of an empty day or a short list. */
const SHORT = 500;

export function measurementOf(name: string, plan: PlanNode, runMs: number, planMs: number): Measurement {
  const nodes = allNodes(plan);
  const visitedBy = (node: PlanNode): number =>
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const scans = nodes.filter((node) => node['Node Type'].endsWith('Scan') && node['Node Type'] !== 'Subquery Scan');
  return {
    name,
    runMs,
    planMs,
    buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    visited: Math.round(Math.max(0, ...scans.map(visitedBy))),
    wholeScans: scans
      .filter((node) => node['Node Type'] === 'Seq Scan' && visitedBy(node) > SHORT * node['Actual Loops'])
      .map((node) => node['Relation Name'] ?? '?'),
  };
}

const allNodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(allNodes)];
