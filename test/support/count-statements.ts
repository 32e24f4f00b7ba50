/** Counts the statements that this process sends to PostgreSQL, through both copies of the driver. */
import { createRequire } from 'node:module';

interface Driver {
  readonly Client: { readonly prototype: { query: (...args: unknown[]) => unknown } };
}

const require = createRequire(import.meta.url);
const drivers = new Set([
  require('pg') as Driver,
  createRequire(require.resolve('@mikro-orm/postgresql'))('pg') as Driver,
]);

/** Opening and closing transactions are no questions, and neither is what they are opened with. */
const isQuestion = (text: string): boolean => !/^\s*(begin|start|commit|rollback|set|select set_config)\b/i.test(text);

/** @returns the texts of the statements that were sent while `work` was under way */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const restore = [...drivers].map(({ Client: { prototype } }) => {
    const { query } = prototype;
    prototype.query = function (this: unknown, ...args: unknown[]) {
      const [first] = args;
      const text = typeof first === 'string' ? first : String((first as { text?: unknown } | undefined)?.text);
      if (isQuestion(text)) texts.push(text);
      return query.apply(this, args);
    };
    return () => {
      prototype.query = query;
    };
  });
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return texts;
}
