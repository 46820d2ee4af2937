import type { ArtifactChange, Location, Log, Notification, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import type { Rule, Severity } from '../../rule-kit/rule.ts';
import { wellFormed } from '../../util/text.ts';
import { type CheckReport, isPartlyChecked, type ReportedError, type ReportedFinding, type ReportedPlace } from '../report.ts';

const levels: Readonly<Record<Severity | 'off', 'error' | 'warning' | 'note'>> = {
	error: 'error',
	warning: 'warning',
	information: 'note',
	hint: 'note',
	off: 'note',
};

/** The report as SARIF 2.1.0, for code scanning services and viewers. */
export function sarifReport(report: CheckReport, rules: readonly Rule[], version: string): Log {
	const indexes = new Map(rules.map((rule, index) => [rule.name, index]));
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'Asyncio Doctor', semanticVersion: version, rules: rules.map(descriptorOf) } },
				columnKind: 'utf16CodeUnits',
				results: report.findings.map((finding) => resultOf(finding, indexes.get(finding.rule))),
				invocations: [{ executionSuccessful: report.errors.every(isPartlyChecked), toolExecutionNotifications: report.errors.map(notificationOf) }],
			},
		],
	};
}

function descriptorOf({ name, summary, why, severity, category, equivalents, fix }: Rule): ReportingDescriptor {
	return {
		id: name,
		shortDescription: { text: `${summary}.` },
		fullDescription: { text: `${summary}.` },
		help: { text: why, markdown: why },
		defaultConfiguration: { level: levels[severity], enabled: severity !== 'off' },
		properties: { category, equivalents, fix, docs: `docs/rules/${name}.md`, tags: [category] },
	};
}

function resultOf(finding: ReportedFinding, ruleIndex: number | undefined): Result {
	const { rule, severity, message, related, fixes, equivalents } = finding;
	return {
		ruleId: rule,
		...(ruleIndex !== undefined && { ruleIndex }),
		level: levels[severity],
		message: { text: message },
		locations: [locationOf(finding)],
		...(related.length > 0 && {
			relatedLocations: related.map((place, id): Location => ({ id, message: { text: place.message }, ...locationOf(place) })),
		}),
		// A fix of a cell would be taken for one of the notebook's JSON.
		...(fixes.length > 0 &&
			finding.cell === undefined && { fixes: fixes.map(({ title, edits }) => ({ description: { text: title }, artifactChanges: changesOf(edits) })) }),
		properties: { severity, equivalents },
	};
}

/** One entry per file, as the format wants it. */
function changesOf(edits: ReportedFinding['fixes'][number]['edits']): ArtifactChange[] {
	const paths = [...new Set(edits.map((edit) => edit.path))];
	return paths.map((path) => ({
		artifactLocation: { uri: uriOf(path) },
		replacements: edits.filter((edit) => edit.path === path).map((edit) => ({ deletedRegion: regionOf(edit), insertedContent: { text: edit.text } })),
	}));
}

function notificationOf(error: ReportedError): Notification {
	const { path, message, line, cell } = error;
	const region = line === undefined || cell !== undefined ? {} : { region: { startLine: line } };
	const locations: Location[] = path === '' ? [] : [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...region } }];
	return { level: isPartlyChecked(error) ? 'warning' : 'error', message: { text: path === '' ? message : `${path}: ${message}` }, locations };
}

/** In a notebook lines count in the cell, which the logical location names. */
function locationOf(place: ReportedPlace): Location {
	const physicalLocation = physicalLocationOf(place);
	if (place.cell === undefined) return { physicalLocation };
	return { physicalLocation, logicalLocations: [{ name: `cell ${place.cell}`, kind: 'cell' }], properties: { cell: place.cell } };
}

function physicalLocationOf(place: ReportedPlace): PhysicalLocation {
	return { artifactLocation: { uri: uriOf(place.path) }, region: regionOf(place) };
}

function regionOf({ line, column, endLine, endColumn }: ReportedPlace): Region {
	return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Relative to the working directory; a path with a drive letter, which has no relative form, becomes a file URI. */
function uriOf(path: string): string {
	const encoded = wellFormed(path).split('/').map(encodeURIComponent).join('/');
	return /^[A-Za-z]:\//.test(path) ? `file:///${path.slice(0, 2)}${encoded.slice(encoded.indexOf('/'))}` : encoded;
}
