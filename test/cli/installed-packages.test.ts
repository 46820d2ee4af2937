import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkJson, folderWith, run } from './run.ts';

const main = 'import parcels\n\n\nasync def main():\n    parcels.send("x")\n';
/** What a check must not report, though it blocks. */
const installed = 'import time\n\n\nasync def send(what):\n    time.sleep(1)\n';

const environment = (folder: string) => ({
	[`${folder}/pyvenv.cfg`]: 'home = /usr/bin\n',
	[`${folder}/lib/python3.12/site-packages/parcels.py`]: installed,
});
const found = (report: ReturnType<typeof checkJson>) => report.findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`);

test('packages of the environment beside the code tell what is async, and are not checked themselves', () => {
	const folder = folderWith({ 'app/main.py': main, ...environment('.venv') });
	const report = checkJson(folder);
	expect(found(report)).toEqual(['app/main.py:5 missing-await']);
	expect(report.summary.files).toBe(1);
	expect(found(checkJson(folderWith({ 'app/main.py': main })))).toEqual([]);
});

test.each(['VIRTUAL_ENV', 'CONDA_PREFIX'])('the environment that is active in the shell serves where there is none beside the code: %s', (name) => {
	const elsewhere = folderWith(environment('shell'));
	const env = { VIRTUAL_ENV: '', CONDA_PREFIX: '', [name]: join(elsewhere, 'shell') };
	expect(found(checkJson(folderWith({ 'main.py': main }), ['.'], { env }))).toEqual(['main.py:5 missing-await']);
	const beside = { '.venv/pyvenv.cfg': '', '.venv/lib/python3.12/site-packages/parcels.py': 'def send(what): ...\n' };
	expect(found(checkJson(folderWith({ 'main.py': main, ...beside }), ['.'], { env }))).toEqual([]);
});

test('links in a circle end, and a package that cannot be read is none', () => {
	const folder = folderWith({ 'main.py': main.replace('parcels.send', 'parcels.loop.loop.loop.send'), ...environment('.venv') });
	const site = join(folder, '.venv/lib/python3.12/site-packages');
	symlinkSync(site, join(site, 'loop'));
	symlinkSync('itself', join(site, 'itself'));
	symlinkSync(folder, join(folder, '.venv/lib/back'));
	expect(run(['check', '.'], { cwd: folder }).status).toBe(0);
});

test('an environment that leads to another computer is named with its line, and the rest is checked', () => {
	const folder = folderWith({
		...{ 'main.py': main, ...environment('.venv') },
		'.venv/pyvenv.cfg': 'home = \\\\evil\\share\\bin\ninclude-system-site-packages = true\n',
		'.venv/lib/python3.12/site-packages/dev.pth': '//evil/share\n',
	});
	const report = checkJson(folder);
	expect(found(report)).toEqual(['main.py:5 missing-await']);
	expect(report.errors.map(({ path, message }) => `${path}: ${message}`)).toEqual([
		expect.stringMatching(/^\.venv\/pyvenv\.cfg: "\/\/evil\/share\/bin" is on another computer and is not looked at; .* \(line 1, column 1\)$/),
		expect.stringMatching(/^\.venv\/lib\/.*\/dev\.pth: "\/\/evil\/share" is on another computer and is not looked at; .* \(line 1, column 1\)$/),
	]);
});
