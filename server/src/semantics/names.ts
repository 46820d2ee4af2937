/** What a name means after imports, aliases and local types: `time.sleep`, `requests.Session.get`, `builtins.input`. */
export type QualifiedName = string & { readonly __brand: 'QualifiedName' };

/** Builtin functions and classes; a name that nothing else binds and that is not here stays unknown. */
const builtinNames =
	'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip ' +
	'BaseException BaseExceptionGroup Exception ExceptionGroup ArithmeticError AssertionError AttributeError EOFError GeneratorExit ImportError IndexError KeyError KeyboardInterrupt LookupError ModuleNotFoundError NameError NotImplementedError OSError RuntimeError StopAsyncIteration StopIteration SystemExit TimeoutError TypeError ValueError ' +
	'exit quit';

export const builtins: ReadonlySet<string> = new Set(builtinNames.split(' '));
