/**
 * Where a framework runs a function.
 * - `loop`: on the event loop, which a blocking call would stop;
 * - `worker-thread`: in a thread without a loop, beside the loop of the same process;
 * - `no-loop`: where no loop runs (server thread, worker process, main thread);
 * - `own-loop`: on a loop made for this call alone;
 * - `where-given`: in the thread that hands it over, at some later moment: on the loop, if one runs there by then;
 * - `refused`: the framework raises when it is given such a function;
 * - `never-awaited`: it is called, and the coroutine is dropped.
 */
export type RunsOn = 'loop' | 'worker-thread' | 'no-loop' | 'own-loop' | 'where-given' | 'refused' | 'never-awaited';

/**
 * One way to hand a function to a framework. What runs where was read in the framework's sources at the version in `checkedAgainst`; what could not be
 * read there is left out.
 */
export interface FrameworkEntry {
	/** Completes "the function is ...": "a FastAPI route". */
	readonly role: string;
	readonly checkedAgainst: string;
	/** Where an `async def` runs. */
	readonly asyncRunsOn: RunsOn;
	/** Where a plain `def` runs. */
	readonly syncRunsOn: RunsOn;
	/** Decorators that are functions, as imports resolve them. */
	readonly decorators?: readonly string[];
	/** Decorators that are methods of an object, by its type: `@app.get('/')`. */
	readonly decoratorMethods?: Readonly<Record<string, readonly string[]>>;
	/** Methods of classes that inherit from these, by base class. */
	readonly methodsOfSubclasses?: Readonly<Record<string, readonly string[]>>;
	/** Public methods of classes that inherit from generated ones, whose own names nobody can list: by the end of the module's name and of the class's. */
	readonly methodsOfGenerated?: { readonly moduleEnds: string; readonly nameEnds: string };
	/** Calls that take the function as an argument, with its position (without self) and keyword. */
	readonly argumentsOf?: Readonly<Record<string, { readonly position?: number; readonly keyword: string }>>;
	/** Attributes that the function is assigned to, by the type of their object: `client.on_message = f`. */
	readonly assignedTo?: Readonly<Record<string, readonly string[]>>;
	/** Calls in the same file that run the plain functions they were handed: `schedule.run_pending()`. Where they stand counts, not `syncRunsOn`. */
	readonly runBy?: readonly string[];
	/** Those of them that run each in a thread of its own. */
	readonly runInThreadsBy?: readonly string[];
	/** The entry counts only in files that have the word. */
	readonly whenMentioned?: string;
	/** Types of what the framework passes, in order, without self; `''` where nothing is said. */
	readonly parameters?: readonly string[];
	/** The same by the name of the function, where the name decides. */
	readonly parametersByName?: Readonly<Record<string, readonly string[]>>;
}

/** `'a b'` as a list. */
export const words = (names: string): readonly string[] => names.split(' ');
