import process from 'node:process';
import { version } from '../../package.json';
import { runProgram } from './cli/program.ts';

// `asyncio-doctor check | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE') throw error;
});

// The exit status is set, not forced: what was printed to a pipe must still arrive.
void runProgram(process.argv.slice(2), { version, startServer: () => import('./main.ts') }).then((status) => {
	if (status !== undefined) process.exitCode = status;
});
