// biome-ignore lint/suspicious/noExplicitAny: YAML of any shape
export function parse(text: string): any;
export function faultsOf(text: string, kind: 'action' | 'workflow'): string[];
export interface ShellStep {
  readonly id?: string;
  readonly condition: string;
  readonly run: string;
  env(outputs: Readonly<Record<string, string>>): Record<string, string>;
}
export function shellSteps(action: unknown, inputs: Readonly<Record<string, string>>): ShellStep[];
