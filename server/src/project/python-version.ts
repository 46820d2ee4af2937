/** Minor version of Python 3: 8 for 3.8. */
export type Minor = number;

/** The Python versions a file must run on, and where that was declared. */
export interface PythonRange {
	/** Lowest 3.N. */
	readonly floor: Minor;
	/** Highest 3.N; an open range ends at the newest final release in knowledge/. */
	readonly ceiling: Minor;
	/** Shown to the user: "requires-python in pyproject.toml", "setting asyncioDoctor.pythonVersion", "default". */
	readonly source: string;
	/** Nothing was declared: version-dependent findings are at most warnings. */
	readonly isAssumed: boolean;
}
