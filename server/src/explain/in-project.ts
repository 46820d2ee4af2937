import type { LineIndex, TextRange } from '../util/text.ts';
import type { Explanation } from './explain.ts';
import type { Frame } from './frames.ts';

/** The files that a traceback may be about. Paths are absolute with `/` on every system; what cannot be read is undefined. */
export interface ProjectFiles {
	/** The folders that hold the project. */
	readonly roots: readonly string[];
	hasFile(path: string): boolean;
	readText(path: string): string | undefined;
}

/** A place of a traceback that is a line of the project. */
export interface ProjectPlace {
	readonly frame: Frame;
	readonly path: string;
}

/** What analysis says of a file, as far as it matters here. */
export interface JudgedFile {
	readonly findings: readonly LocatedFinding[];
	/** Of the text that the findings are about. */
	readonly lines: LineIndex;
}

interface LocatedFinding {
	readonly rule: { readonly name: string };
	readonly range: TextRange;
}

/** Of the calls that led to a place, so many are looked at. */
const maxTrail = 20;
/** A finding as near as that to the place is about it: a call may go over several lines. */
const nearLines = 2;

/** The places of an explanation that lie in the project: its own, then the calls that led there, the nearest first. */
export function projectPlaces({ frame, trail }: Explanation, files: ProjectFiles): readonly ProjectPlace[] {
	return [...(frame ? [frame] : []), ...trail.slice(0, maxTrail)].flatMap((one) => {
		const path = fileOf(one, files);
		return path === undefined ? [] : [{ frame: one, path }];
	});
}

/**
 * What analysis says about an error: at its place itself, else at the nearest call that led there (a loop started in a helper is reported where
 * a coroutine calls it). Undefined when analysis has nothing to say.
 */
export function findingsAbout<R extends JudgedFile>(
	rules: readonly string[],
	places: readonly ProjectPlace[],
	check: (path: string) => R | undefined,
): { readonly file: R; readonly findings: readonly R['findings'][number][] } | undefined {
	for (const { frame, path } of places) {
		const file = check(path);
		const findings = file ? findingsAt(file, frame.line, rules) : [];
		if (file && findings.length > 0) return { file, findings };
	}
	return undefined;
}

/** The findings nearest to a 1-based line. */
function findingsAt<R extends JudgedFile>({ findings, lines }: R, line: number, rules: readonly string[]): readonly R['findings'][number][] {
	const wanted = line - 1;
	const distanceOf = ({ range }: LocatedFinding): number => {
		const [first, last] = [lines.positionAt(range.start).line, lines.positionAt(range.end).line];
		return wanted < first ? first - wanted : Math.max(0, wanted - last);
	};
	const near = findings.filter((finding) => rules.includes(finding.rule.name) && distanceOf(finding) <= nearLines);
	const nearest = Math.min(...near.map(distanceOf));
	return near.filter((finding) => distanceOf(finding) === nearest);
}

/**
 * The file of the project that a place means. A path of another machine or container may name it by its last parts; then the line has to read as
 * the traceback shows it.
 */
function fileOf(frame: Frame, files: ProjectFiles): string | undefined {
	if (!/\.pyi?$/.test(frame.path)) return undefined;
	const path = frame.path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
	const isAbsolute = /^(?:\/|[A-Z]:\/)/.test(path);
	for (const root of files.roots) {
		const exact = normalPath(isAbsolute ? path : `${root}/${path}`);
		if (exact.startsWith(root.endsWith('/') ? root : `${root}/`) && files.hasFile(exact)) return exact;
	}
	const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
	for (let start = 0; start < parts.length; start++) {
		for (const root of files.roots) {
			const candidate = normalPath(`${root}/${parts.slice(start).join('/')}`);
			if (frame.code !== undefined && files.hasFile(candidate) && lineOf(candidate, frame.line, files) === frame.code) return candidate;
		}
	}
	return undefined;
}

/** Without `.`, `..` and doubled slashes; a server share keeps its two in front. */
function normalPath(path: string): string {
	const parts: string[] = [];
	for (const part of path.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	const start = path.startsWith('//') ? '//' : path.startsWith('/') ? '/' : '';
	return start + parts.join('/');
}

function lineOf(path: string, line: number, files: ProjectFiles): string | undefined {
	return files
		.readText(path)
		?.split(/\r\n|\n|\r/)
		[line - 1]?.trim();
}
