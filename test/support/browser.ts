/** A real Chromium out of an npm package (@sparticuz/chromium): nothing has to be installed on the machine. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const PACKAGE = '@sparticuz/chromium';

/** Close it after use. Elsewhere than on Linux x64, for which the package is made, an installed Chrome is used. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });
  const folder = await unpackedChromium();
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    // Not the package's own arguments: they switch off web security, which these tests are about.
    // Playwright adds those that keep the browser quiet on the network, and --no-sandbox, which root needs.
    args: ['--no-pings', '--disable-domain-reliability', '--font-render-hinting=none'],
    // Its own libraries (nss) and fonts, so that it is the same browser on every machine.
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: path.join(folder, 'fonts'),
    },
  });
}

/** Unpacks once per version and user (230 MB, 3 s), aside and then renamed: two test files may start together. */
async function unpackedChromium(): Promise<string> {
  const folder = path.join(tmpdir(), `dockhook-chromium-${await packageVersion()}-${userInfo().uid}`);
  if (existsSync(folder)) return folder;
  const staging = `${folder}.${process.pid}`;
  await mkdir(staging, { mode: 0o700 });
  const script = `import chromium from '${PACKAGE}'; await chromium.executablePath();`;
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    // It unpacks into the temporary directory, and adds the libraries where it takes itself to be on Lambda.
    env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  await writeFile(path.join(staging, 'fonts', 'fonts.conf'), fontConfiguration(folder));
  await rename(staging, folder).catch(async (error: unknown) => {
    if (!existsSync(folder)) throw error;
    await rm(staging, { recursive: true }); // another process was first
  });
  return folder;
}

/** The package's own names only folders of Lambda, and a Chromium without any font ends at the first page. */
const fontConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;

async function packageVersion(): Promise<string> {
  const file = fileURLToPath(new URL('../package.json', import.meta.resolve(PACKAGE)));
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
