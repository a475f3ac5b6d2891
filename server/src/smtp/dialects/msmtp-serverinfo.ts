import { itemAt, sure } from '../../text/at.ts';
import { type Dialect, note, say, sayAt } from './dialect.ts';

const SERVER = /^SMTP server at (?<host>\S+) \(.*\), port \d+:$/;
/** Its parameters stand behind it, what it means on the lines below. */
const CAPABILITY = /^([A-Z][A-Z0-9-]{0,30}(?: [^:]{1,200})?):$/;
const INDENT = 4;

/**
 * msmtp `--serverinfo`: the greeting without its code, and the keywords that msmtp knows, in an order of its own. Masked keywords are not
 * among them, so that the greeting alone can show a firewall.
 */
export const msmtpServerInfo: Dialect = {
  name: 'msmtp --serverinfo',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => SERVER.test(text),
  reader() {
    /** Of the first line: a person may have indented all of it. */
    let margin = 0;
    let greeted = false;
    let listing = false;
    return {
      read(row) {
        const server = SERVER.exec(row.text);
        if (server !== null) {
          margin = row.indent.length;
          greeted = false;
          listing = false;
          return [note(row, 'connected', sure(server.groups)['host'])];
        }
        if (row.text === 'Capabilities:') {
          listing = true;
          return [];
        }
        const indent = row.indent.length - margin;
        if (indent < INDENT) return /^(?:No special capabilities|This server might advertise|TLS )/.test(row.text) ? [] : undefined;
        if (!greeted) {
          greeted = true;
          return [say(row, 'server', row.text, { implied: { code: 220, separator: ' ' } })];
        }
        const capability = listing && indent === INDENT ? CAPABILITY.exec(row.text) : null;
        return capability === null
          ? []
          : [sayAt(row, 'server', itemAt(capability, 1), row.column, { implied: { code: 250, separator: '-' } })];
      },
    };
  },
};
