/**
 * What is known of the types outside the project, so that `client.containers.run()` can be traced back to `docker.from_env()`. Names are written as users
 * import them; `A.method` is the method of an instance of A.
 */
export interface TypeFacts {
	/** Base classes, direct ones only, most specific first. */
	readonly bases?: Readonly<Record<string, readonly string[]>>;
	/** Types of what a call gives, where the call is not the class itself. */
	readonly returns?: Readonly<Record<string, string>>;
	/** Types of the parts of a tuple that a call (and, for coroutines, awaiting it) gives. */
	readonly tuples?: Readonly<Record<string, readonly string[]>>;
	/** Types of the items that a loop takes of what a call (awaited, for coroutines) or an attribute gives. */
	readonly items?: Readonly<Record<string, string>>;
	/** Types of attributes that the library sets itself. */
	readonly attributes?: Readonly<Record<string, string>>;
	/**
	 * Types of attributes and items that a library makes up when they are asked for: `client.shop`, `client['shop']` of pymongo, `client.chat.completions`
	 * of openai. They count where the class has no such attribute.
	 */
	readonly madeUp?: Readonly<Record<string, string>>;
	/**
	 * Types of what generated classes make, whose own names nobody can list: by the type of the first argument, the end of the class's name and the type that
	 * stands for all of them. `GreeterStub(channel)` calls over a `grpc.Channel`.
	 */
	readonly generated?: Readonly<Record<string, { readonly nameEnds: string; readonly type: string }>>;
}

/** Shorthand for methods that give their own kind: `fluent('a.Query', 'where limit')`. */
export function fluent(type: string, methods: string, result: string = type): Readonly<Record<string, string>> {
	return Object.fromEntries(methods.split(' ').map((method) => [`${type}.${method}`, result]));
}
