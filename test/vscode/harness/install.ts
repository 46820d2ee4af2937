import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder, harnessFolder, root } from './folders.ts';
import { runToEnd } from './processes.ts';
import type { VsCodeVersion } from './versions.ts';

/** What is needed to start a VS Code server. */
export interface InstalledVsCode {
	readonly node: string;
	readonly serverMain: string;
}

/** What is needed to start Chromium. */
export interface InstalledChromium {
	readonly executable: string;
	/** Libraries that a machine without a desktop lacks. */
	readonly libraries: string;
	readonly fonts: readonly string[];
	readonly fontCache: string;
}

/** Installs VS Code's server and workbench from npm packages, without a compiler; later runs find it in the cache. */
export async function installVsCode(version: VsCodeVersion): Promise<InstalledVsCode> {
	const sources = ['install.ts', 'native-stand-ins/native-watchdog.cjs', 'native-stand-ins/spdlog.cjs'];
	const hash = createHash('sha256');
	for (const source of sources) hash.update(readFileSync(join(harnessFolder, source)));
	const folder = await inCache(`code-server-${version.codeServer}-${hash.digest('hex').slice(0, 8)}`, (target) => fillServerFolder(target, version.codeServer));
	const node = version.node === undefined ? process.execPath : await installNode(version.node);
	return { node, serverMain: join(folder, 'out/server-main.js') };
}

/** Unpacks the Chromium of @sparticuz/chromium; the package itself never looks for a newer version of what it finds unpacked. */
export async function installChromium(): Promise<InstalledChromium> {
	const folder = await inCache(`chromium-${versionOf('@sparticuz/chromium')}`, async (target) => {
		// It unpacks to TMPDIR, and the libraries only where it believes to be on one of the hosts it was made for.
		const environment = { ...process.env, TMPDIR: target, VERCEL: '1' };
		await runToEnd(process.execPath, ['--input-type=module', '--eval', "await (await import('@sparticuz/chromium')).default.executablePath()"], {
			cwd: root,
			env: environment,
		});
	});
	return {
		executable: join(folder, 'chromium'),
		libraries: join(folder, 'al2023/lib'),
		fonts: [join(root, 'node_modules/dejavu-fonts-ttf/ttf'), join(folder, 'fonts')],
		fontCache: join(folder, 'font-cache'),
	};
}

/** Makes a folder of the cache once: it gets its name only when it is complete, so an interrupted install is never used. */
async function inCache(name: string, fill: (target: string) => Promise<void>): Promise<string> {
	const folder = join(cacheFolder, name);
	if (existsSync(folder)) return folder;
	const started = Date.now();
	const unfinished = `${folder}.unfinished-${process.pid}`;
	console.log(`Installing ${name} into .vscode-test, once`);
	mkdirSync(unfinished, { recursive: true });
	try {
		await fill(unfinished);
		renameSync(unfinished, folder);
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		// Another run may have been quicker; its folder is as good.
		if (!existsSync(folder)) throw error;
	}
	console.log(`Installed ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
	return folder;
}

async function installNode(version: string): Promise<string> {
	const name = `node-linux-${process.arch}`;
	const folder = await inCache(`${name}-${version}`, (target) => unpackPackage(`${name}@${version}`, target, 'package', 1));
	return join(folder, 'bin/node');
}

async function fillServerFolder(target: string, codeServer: string): Promise<void> {
	await unpackPackage(`code-server@${codeServer}`, target, 'package/lib/vscode', 3);
	dropDependenciesThatNeedMoreThanNpm(join(target, 'package.json'));
	await runToEnd('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: target });
	for (const name of ['native-watchdog', '@vscode/native-watchdog', '@vscode/spdlog']) {
		const module = join(target, 'node_modules', name);
		if (existsSync(module)) copyFileSync(join(harnessFolder, 'native-stand-ins', `${name.replace('@vscode/', '')}.cjs`), entryOf(module));
	}
	// The bundled chat assistant asks to sign in.
	rmSync(join(target, 'extensions/copilot'), { recursive: true, force: true });
}

/** Unpacks one folder of an npm package. */
async function unpackPackage(specifier: string, target: string, inside: string, depth: number): Promise<void> {
	await runToEnd('npm', ['pack', specifier, '--silent', '--pack-destination', target], { cwd: target });
	const archive = readdirSync(target).find((name) => name.endsWith('.tgz'));
	if (archive === undefined) throw new Error(`npm pack ${specifier} left no archive in ${target}`);
	await runToEnd('tar', ['-xzf', archive, `--strip-components=${depth}`, inside], { cwd: target });
	rmSync(join(target, archive));
}

/** None of these is loaded on the way to an editor with a file, and each wants a compiler, a system library or a download. */
function dropDependenciesThatNeedMoreThanNpm(manifestFile: string): void {
	const unneeded =
		/^(@github\/copilot|@microsoft\/mxc|kerberos$|@vscode\/(windows-|sqlite3|sandbox-runtime|copilot-api|deviceid)|@devcontainers\/|ssh2$|tar$|koffi)/;
	const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
	for (const name of Object.keys(manifest.dependencies)) if (unneeded.test(name)) delete manifest.dependencies[name];
	delete manifest.overrides;
	delete manifest.allowScripts;
	writeFileSync(manifestFile, JSON.stringify(manifest));
}

function entryOf(module: string): string {
	const manifest = JSON.parse(readFileSync(join(module, 'package.json'), 'utf8')) as { main?: string };
	return join(module, manifest.main ?? 'index.js');
}

function versionOf(name: string): string {
	const manifest = join(root, 'node_modules', name, 'package.json');
	return (createRequire(import.meta.url)(manifest) as { version: string }).version;
}
