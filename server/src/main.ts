import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { nodeHost } from './disk/node-host.ts';
import { startServer } from './lsp/server.ts';

// The transport (--node-ipc, --stdio, --pipe, --socket) is read from the command line.
startServer(createConnection(ProposedFeatures.all), nodeHost(), version);
