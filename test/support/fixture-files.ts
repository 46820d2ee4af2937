import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folders = [join(import.meta.dirname, '../fixtures'), join(import.meta.dirname, '../../sample')];

/** Every Python file of the fixtures and the sample project, as absolute paths. */
export function fixtureFiles(): string[] {
	return folders.flatMap((folder) => {
		try {
			return readdirSync(folder, { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith('.py'))
				.sort()
				.map((name) => join(folder, name));
		} catch {
			return [];
		}
	});
}
