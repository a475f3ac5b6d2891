/** The server's entry for Node: IPC from VS Code, `--stdio` from any editor. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all));
