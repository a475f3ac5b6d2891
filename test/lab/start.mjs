/** Starts `esmtp-lens lab` as a person does, in a process of its own, and ends it. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');

/** `inspect esmtp` with the default map, TLS not allowed. */
export const INSPECTS = `ASA Version 9.1(5)
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

/**
 * @param {string} configuration the text of a firewall configuration
 * @param {number} serverPort of 127.0.0.1
 * @param {readonly string[]} [options] further ones
 * @returns when it listens; `stop` ends it as Ctrl+C does, and tells how the program ended and all that it said
 */
export async function startLab(configuration, serverPort, options = []) {
  const child = spawn(process.execPath, [CLI, 'lab', '-', '--listen', '127.0.0.1:0', '--to', `127.0.0.1:${serverPort}`, ...options]);
  let [out, said] = ['', ''];
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stdin.end(configuration);
  const port = await new Promise((resolve, reject) => {
    child.stderr.on('data', (data) => {
      said += data;
      const told = /Listening on 127\.0\.0\.1:(\d+)/.exec(said);
      if (told !== null) resolve(Number(told[1]));
    });
    void ended.then(() => reject(new Error(`the lab ended: ${said}`)));
  });
  return {
    port: /** @type {number} */ (port),
    out: () => out,
    async stop() {
      child.kill('SIGINT');
      return { code: await ended, out, said };
    },
  };
}
