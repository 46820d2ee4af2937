// `npm run test:python`: what is stated of Python, on every CPython of this machine; `npm test` asks the oldest and the newest only.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx vitest run test/python', { stdio: 'inherit', shell: true, env: { ...process.env, ALL_PYTHONS: '1' } });
process.exitCode = status ?? 1;
