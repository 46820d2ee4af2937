import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Every program of this folder runs as a bundle in test/vscode/out.
/** The repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where this harness lives in the repository. */
export const harnessFolder = join(root, 'test/vscode/harness');

/** What one of the bundles made by test/vscode/build.mjs is called on disk. */
export const outFolder = join(root, 'test/vscode/out');

/** Editors and browsers, kept between runs; @vscode/test-electron puts its downloads here too. */
export const cacheFolder = join(root, '.vscode-test');

/** Pictures of what went wrong, and those the interface test takes. */
export const screenshotFolder = join(cacheFolder, 'screenshots');
