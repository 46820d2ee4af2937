import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of every package whose code is shipped, as one text.
 * @param {string} root the repository's folder
 * @param {Iterable<string>} inputs the files that were bundled or copied, relative to the root
 */
export function thirdPartyLicences(root, inputs) {
	const folders = new Set([...inputs].map((input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0]).filter(Boolean));
	return [...folders]
		.sort()
		.map((folder) => licenceOf(join(root, folder)))
		.join('\n\n');
}

function licenceOf(folder) {
	const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
	return `== ${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
}
