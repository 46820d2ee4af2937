/** Environment variable: the name of the VS Code version that the stand-in executable is to be. */
export const versionVariable = 'ASYNCIO_DOCTOR_TEST_VSCODE';

/** Environment variable: which groups of tests the suite runs, those for one open folder or for several. */
export const suitesVariable = 'ASYNCIO_DOCTOR_TEST_SUITES';
