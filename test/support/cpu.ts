/** Milliseconds of this process's processor time that `run` takes: what else the machine does must not decide a test. */
export function cpuMilliseconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
