export declare const INSPECTS: string;
export interface RunningLab {
  readonly port: number;
  /** What it has told so far. */
  readonly out: () => string;
  readonly stop: () => Promise<{ readonly code: number | null; readonly out: string; readonly said: string }>;
}
export declare function startLab(configuration: string, serverPort: number, options?: readonly string[]): Promise<RunningLab>;
