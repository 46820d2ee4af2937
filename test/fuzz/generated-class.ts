import { Random } from './random.ts';

const nouns = ['order', 'invoice', 'customer', 'session', 'report', 'message', 'payment', 'profile', 'ticket', 'shipment'];
const verbs = ['load', 'store', 'render', 'check', 'merge', 'count', 'notify', 'refresh', 'parse', 'collect'];

/** What public asynchronous code is made of: methods that call each other, decorators, nested functions, and now and then a mistake. */
const methods: readonly ((name: string, other: string, noun: string) => string)[] = [
	(name, other, noun) => `
    async def ${name}(self, key, *, force=False):
        """Gives the ${noun} of a key."""
        if not force and key in self.entries:
            return self.entries[key]
        async with self.lock:
            answer = await self.client.get(f"/${noun}s/{key}", timeout=30)
            self.entries[key] = await self.${other}(answer)
        return self.entries[key]
`,
	(name, other, noun) => `
    def ${name}(self, rows, limit=100):
        names = [row["name"].strip() for row in rows if row.get("${noun}") != "closed"]
        for attempt in range(RETRIES):
            try:
                self.entries.update(self.${other}(names[:limit]))
            except (KeyError, ValueError) as error:
                logger.warning("no ${noun}: %s", error)
                time.sleep(attempt)
        return sorted(set(names))
`,
	(name, other, noun) => `
    async def ${name}(self, ${noun}s):
        self.state = "${noun}"
        tasks = [asyncio.create_task(self.${other}(one)) for one in ${noun}s]
        done, pending = await asyncio.wait(tasks, timeout=TIMEOUT)
        for task in pending:
            task.cancel()
        asyncio.create_task(self.client.close())
        return [task.result() for task in done]
`,
	(name, other, noun) => `
    @property
    def ${name}(self):
        return self._${noun} or self.${other}
`,
	(name, other, noun) => `
    @staticmethod
    async def ${name}(path, queue):
        with open(path) as file:
            for line in file:
                await queue.put(line)

        def finish(${noun}):
            return ${noun}.${other}()

        await asyncio.sleep(0)
        return finish
`,
	(name, other, noun) => `
    async def ${name}(self):
        try:
            await self.${other}("${noun}")
        except asyncio.CancelledError:
            logger.info("cancelled")
        except Exception:
            self.${other}("${noun}")
            raise
`,
];

const head = 'import asyncio\nimport logging\nimport time\n\nlogger = logging.getLogger(__name__)\nRETRIES = 3\nTIMEOUT = 30\n';

/** A module of about that many lines whose code is one class, or several of at most `perClass` lines. */
export function classModule(seed: number, lines: number, perClass = lines, name = 'Service'): string {
	const random = new Random(seed);
	const parts = [head];
	for (let count = 7, classes = 0; count < lines; classes++) {
		const made: string[] = [];
		const part = [
			`\n\nclass ${name}${classes}:\n    """Keeps what it was given."""\n\n    def __init__(self, client):\n        self.client = client\n        self.entries = {}\n        self.lock = asyncio.Lock()\n        self._order = None\n`,
		];
		for (let size = 10; size < perClass && count + size < lines; ) {
			const noun = random.pick(nouns);
			const method = random.pick(methods)(`${random.pick(verbs)}_${noun}_${made.length}`, made.length > 0 ? random.pick(made) : 'clear', noun);
			made.push(/def (\w+)/.exec(method)?.[1] as string);
			part.push(method);
			size += method.split('\n').length - 1;
		}
		const text = part.join('');
		parts.push(text);
		count += text.split('\n').length - 1;
	}
	return parts.join('');
}
