/**
 * The commands of the light bulb. VS Code keeps the arguments of a command only as long as the list of actions that it came with, and gets
 * another list whenever findings change: between the choice of an entry and its execution, from 1.134 on for a while with the menu open
 * (https://github.com/microsoft/vscode/issues/331834). The entry then does nothing but say "Actual command not found". A command without
 * arguments is executed as it is: so each gets one of ours, which knows them.
 */
import * as vscode from 'vscode';

/** Commands that are kept: of more menus than anybody has open. */
const MOST = 100;

export interface MenuCommands extends vscode.Disposable {
  /** The same entries, whose commands need no arguments. */
  kept<Entry extends vscode.CodeAction | vscode.Command>(entries: readonly Entry[]): Entry[];
}

/** Keeps the commands of the menus that were made last. */
export function keepMenuCommands(): MenuCommands {
  /** By what they do, those that were offered last at the end: a menu that is made again has the same ones. */
  const known = new Map<string, { readonly command: string; readonly registration: vscode.Disposable }>();
  let made = 0;
  /** The name of the one that does it. */
  const keep = (command: string, given: readonly unknown[]): string => {
    const key = JSON.stringify([command, given]);
    const kept = known.get(key) ?? register(`_esmtpLens.menu.${++made}`, command, given);
    known.delete(key);
    known.set(key, kept);
    for (const [old, { registration }] of [...known].slice(0, -MOST)) {
      registration.dispose();
      known.delete(old);
    }
    return kept.command;
  };
  const withoutArguments = ({ title, command, arguments: given = [] }: vscode.Command): vscode.Command => ({
    title,
    command: given.length === 0 ? command : keep(command, given),
  });
  return {
    kept: (entries) =>
      entries.map((entry) => {
        if (!(entry instanceof vscode.CodeAction)) return { ...entry, ...withoutArguments(entry) };
        if (entry.command !== undefined) entry.command = withoutArguments(entry.command);
        return entry;
      }),
    dispose() {
      for (const { registration } of known.values()) registration.dispose();
      known.clear();
    },
  };
}

function register(name: string, command: string, given: readonly unknown[]) {
  return { command: name, registration: vscode.commands.registerCommand(name, () => vscode.commands.executeCommand(command, ...given)) };
}
