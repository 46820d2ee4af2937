import { keywordArgument } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel, Parameter } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { LoopScope } from './test-config.ts';

/** The decorator that makes a function a fixture. */
export interface FixtureDecorator {
	readonly node: SyntaxNode;
	/** Written without parentheses and arguments. */
	readonly callee: SyntaxNode;
	readonly plugin: 'pytest' | 'pytest_asyncio';
	/** The name by which tests ask for it. */
	readonly name: string;
	readonly scope: LoopScope | 'unknown';
	readonly loopScope: LoopScope | 'unknown' | undefined;
}

/** The fixture that a function is. */
export function fixtureOf(model: FunctionModel, file: FileModel): FixtureDecorator | undefined {
	for (const node of model.decorators) {
		const callee = (node.kind === 'call' ? node.field('function') : node) ?? node;
		const plugin = /^(pytest|pytest_asyncio)\.(?:plugin\.)?(?:yield_)?fixture$/.exec(file.qualifiedName(callee) ?? '')?.[1];
		if (plugin === undefined) continue;
		const said = node.kind === 'call' ? keywordArgument(node, 'name') : undefined;
		const name = said === undefined ? model.name : (textOf(said) ?? '');
		return {
			node,
			callee,
			plugin: plugin as FixtureDecorator['plugin'],
			name,
			scope: scopeSaid(node, 'scope') ?? 'function',
			loopScope: scopeSaid(node, 'loop_scope'),
		};
	}
	return undefined;
}

/** A scope given by keyword to a fixture or mark; `unknown` for what is no plain text. */
export function scopeSaid(node: SyntaxNode, keyword: string): LoopScope | 'unknown' | undefined {
	const value = node.kind === 'call' ? keywordArgument(node, keyword) : undefined;
	if (!value) return undefined;
	const text = textOf(value) ?? '';
	return /^(function|class|module|package|session)$/.test(text) ? (text as LoopScope) : 'unknown';
}

function textOf(node: SyntaxNode): string | undefined {
	return node.kind === 'string' ? /^["'](.*)["']$/.exec(node.text)?.[1] : undefined;
}

/** A fixture as a test finds it by name. */
export interface FoundFixture {
	readonly model: FunctionModel;
	readonly decorator: FixtureDecorator;
	readonly file: FileModel;
}

/** The fixture of a name: of the file, else of the nearest conftest.py. */
export function fixtureNamed(name: string, file: FileModel, conftests: () => readonly FileModel[]): FoundFixture | undefined {
	for (const home of [file, ...conftests().filter((one) => one !== file)]) {
		const bindings = home.moduleBindings(name);
		for (const model of bindings.flatMap((binding) => binding.function ?? [])) {
			const decorator = fixtureOf(model, home);
			if (decorator?.name === name) return { model, decorator, file: home };
		}
		// An import, or something made by a call, may be a fixture of that name.
		if (bindings.length > 0) return undefined;
	}
	return undefined;
}

/** The fixture that pytest passes for a parameter of a test or of another fixture; undefined for every other function. */
export function fixturePassedFor(owner: FunctionModel, { name, defaultValue }: Parameter, conftests: () => readonly FileModel[]): FunctionModel | undefined {
	if (owner.isLambda || owner.owner || defaultValue) return undefined;
	const file = fileOf(owner);
	if (!/^test/.test(owner.name) && !fixtureOf(owner, file)) return undefined;
	// What a test is parametrized with goes before a fixture of the same name.
	if (owner.decorators.some((one) => one.text.includes('parametrize') && one.text.includes(name))) return undefined;
	return fixtureNamed(name, file, conftests)?.model;
}
