// Builds the panel into target/classes/panel: `node scripts/build.mjs [--force]`. Nothing is done
// where no input has changed since the last time. Maven calls it (pom.xml, execution `panel`).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const panel = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const target = resolve(panel, '../../../target');
const bundle = join(target, 'panel-dist');
const served = join(target, 'classes/panel');
const stamp = join(target, 'panel.stamp');
const inputs = [
  'biome.json',
  'docs.html',
  'index.html',
  'package-lock.json',
  'package.json',
  'scripts',
  'src',
  'tsconfig.json',
  'vite.config.ts',
  '../resources/api/openapi.yaml',
];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `panel: Node.js 20.19 or newer builds the browser panel, and this is ${process.version}. -Dpanel.skip builds without the panel.`,
  );
  process.exit(1);
}

function files(path) {
  return statSync(path).isDirectory()
    ? readdirSync(path).sort().flatMap((name) => files(join(path, name)))
    : [path];
}

function hash(paths) {
  const sum = createHash('sha256').update(process.version);
  for (const path of paths.flatMap((name) => files(join(panel, name)))) {
    // Made from openapi.yaml, which counts itself.
    if (!path.endsWith('.gen.ts')) {
      sum.update(`${path.slice(panel.length)}\0`).update(readFileSync(path)).update('\0');
    }
  }
  return sum.digest('hex');
}

function run(command, ...args) {
  const env = { ...process.env, PANEL_OUT: bundle };
  const { error, status } = spawnSync(command, args, { cwd: panel, stdio: 'inherit', env });
  if (error || status !== 0) {
    console.error(`panel: ${basename(command)} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
}

function install() {
  const wanted = hash(['package-lock.json']);
  const note = join(panel, 'node_modules/.switchboard');
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return;
  run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
  writeFileSync(note, wanted);
}

const before = hash(inputs);
const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === before && existsSync(join(served, 'files.json'));
if (current && !process.argv.includes('--force')) {
  console.log('panel: up to date');
} else {
  rmSync(stamp, { force: true });
  install();
  // As `npm run` would, without starting npm each time.
  const bin = (name) => join(panel, 'node_modules/.bin', name);
  run(bin('openapi-typescript'), '../resources/api/openapi.yaml', '-o', 'src/api/schema.gen.ts');
  if (!process.argv.includes('--quick')) {
    run(bin('biome'), 'lint', '--error-on-warnings', '.');
    run(bin('tsc'), '--noEmit');
    run(bin('vitest'), 'run');
  }
  run(bin('vite'), 'build', '--logLevel', 'warn');
  mkdirSync(served, { recursive: true });
  // Vite is there only now, after the installation.
  const { finish } = await import('./finish.mjs');
  await finish(panel, bundle, served);
  if (!process.argv.includes('--quick')) writeFileSync(stamp, before);
}
