/** Markdown in the very form that prettier gives it, so that generated pages pass the format check. */

/** A table with every column padded to its widest cell. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = heads.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const rendered = lines.map((line) => tableLine(line.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  rendered.splice(1, 0, tableLine(widths.map((width) => '-'.repeat(width))));
  return rendered.join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Paragraphs and blocks with one empty line between them. */
export function markdownPage(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}
