import type { Language, Tree } from 'web-tree-sitter';
import { cursorCopier, difference, itemSymbolsOf, nothingKnown, type TreeCopier } from './flat-tree.ts';
import { memoryCopier, type WasmMemory } from './memory-copier.ts';

/** Text that has every construct whose copy could go wrong: aliases, fields through hidden nodes, extras, missing tokens, errors. */
const probe =
	'import a.b as c, d\nfrom . import (e, f)  # x\n\n@d\nasync def f(x: int = 1, *y, **z) -> None:\n    """s"""\n    async with a as b, c: await (yield)\n    return [i async for i in x if not i], f"{x!r:>{y}} {{"\n\nmatch x:\n    case [A(b=1), *_] | {"k": v}: print(*x, **y)\nx = lambda: (y := 1) ** -2\ndef g(:\n  pass\nclass C(B, m=1): x: int; y = {**a}\n\nclass D:\n\tx = 1\n\t@d\n\tdef f(self): return 1\n\tasync def g(self):\n\t\tdef h(): pass\n\t# x\n\ty = 2\nif x:\n\tdef f(:\n\t\tpass\n\tclass E:\n\t\tdef g(self): pass\n';

/** The fast copier when it agrees with the public cursor on a probe, else the cursor, with the reason. */
export function chooseCopier(
	memory: WasmMemory,
	language: Language,
	parse: (text: string) => Tree | null,
): { readonly copier: TreeCopier; readonly problem: string | undefined } {
	const slow = cursorCopier(itemSymbolsOf(language));
	const tree = parse(probe);
	if (!tree) return { copier: slow, problem: 'the probe did not parse' };
	try {
		const fast = memoryCopier(memory, language);
		const problem = difference(fast(tree, nothingKnown), slow(tree, nothingKnown));
		return problem === undefined ? { copier: fast, problem } : { copier: slow, problem };
	} catch (error) {
		return { copier: slow, problem: String(error) };
	} finally {
		tree.delete();
	}
}
