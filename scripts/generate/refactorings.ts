import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refactorings } from '../../server/src/refactorings/index.ts';

const introduction = `# Refactorings

What can be offered where nothing is wrong: put the cursor there and ask for refactorings (in VS Code: Ctrl+Shift+R, or the lightbulb). Each changes what happens when the program runs, as told; nothing of it is done in bulk.
`;

/** The page about all refactorings; their examples are the first of the fixtures, which tests run. */
export function refactoringsPage(root: string): string {
	const sections = refactorings.map(({ name, summary, effect }) => {
		const folder = join(root, 'test/refactorings', name);
		const after = readdirSync(folder)
			.filter((file) => file.endsWith('.after.py'))
			.sort()[0];
		const read = (file: string): string =>
			readFileSync(join(folder, file), 'utf8')
				.replaceAll('\r\n', '\n')
				.replace(/^# \w+: .*\n/gm, '')
				.replace(/^\s*#\s*\^ .*\n/gm, '')
				.trim();
		const example = after && `\`\`\`python\n${read(after.replace('.after', ''))}\n\`\`\`\n\nbecomes\n\n\`\`\`python\n${read(after)}\n\`\`\`\n`;
		return `## ${name}\n\n${summary}.\n\n${effect}\n\n${example ?? ''}`;
	});
	return [introduction, ...sections].join('\n');
}
