import * as vscode from 'vscode';

/**
 * The channel that the conversation with the server is written to. The language client writes there only while the channel's
 * log level is Trace; the level of this one follows the setting `esmtpLens.trace.server`, so that one setting is enough.
 */
export function createTraceChannel(): vscode.Disposable & { readonly channel: vscode.LogOutputChannel } {
  const target = vscode.window.createOutputChannel('ESMTP Lens Trace', { log: true });
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const ours: Partial<vscode.LogOutputChannel> = {
    get logLevel() {
      return levelOfSetting();
    },
    onDidChangeLogLevel: changed.event,
    trace: (message) => target.info(message),
  };
  const channel = new Proxy(target, {
    get: (_, key) => Reflect.get(key in ours ? ours : target, key),
  });
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('esmtpLens.trace.server')) changed.fire(levelOfSetting());
  });
  return {
    channel,
    dispose: () => {
      subscription.dispose();
      changed.dispose();
      target.dispose();
    },
  };
}

function levelOfSetting(): vscode.LogLevel {
  const setting = vscode.workspace.getConfiguration('esmtpLens').get<string>('trace.server', 'off');
  return setting === 'off' ? vscode.LogLevel.Off : vscode.LogLevel.Trace;
}
