import { standardLibrary } from './frameworks/callbacks.ts';
import { chat } from './frameworks/chat.ts';
import { commandsAndTasks } from './frameworks/commands-and-tasks.ts';
import { devices } from './frameworks/devices.ts';
import type { FrameworkEntry } from './frameworks/entry.ts';
import { asgi, wsgi } from './frameworks/web.ts';

export type { FrameworkEntry, RunsOn } from './frameworks/entry.ts';

/** Every known way to hand a function to a framework. */
export const frameworkEntries: readonly FrameworkEntry[] = [...standardLibrary, ...asgi, ...wsgi, ...chat, ...commandsAndTasks, ...devices];

/** The entry of a decorator, by the name that imports and inferred types make of it: `fastapi.FastAPI.get`, `click.command`. */
export const entryOfDecorator: ReadonlyMap<string, FrameworkEntry> = new Map(
	frameworkEntries.flatMap((entry) => {
		const methods = Object.entries(entry.decoratorMethods ?? {}).flatMap(([type, names]) => names.map((name) => `${type}.${name}`));
		return [...(entry.decorators ?? []), ...methods].map((name) => [name, entry] as const);
	}),
);
