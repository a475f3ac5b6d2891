import { itemAt } from '../../text/at.ts';
import type { Event } from '../model.ts';
import { type Dialect, note, sayAt } from './dialect.ts';

const COMMANDS = /^\|_? ?smtp-commands: (.*)$/;
const REFUSED = /^SMTP: (EHLO|HELO) ([2-5]\d\d.*?)(?:\\x0D)?$/;
const NOTES = /^Nmap scan report for (?<host>\S+)|^\d+\/tcp\s+open\s|^PORT\s+STATE\s/;

/** nmap's script smtp-commands: the lines of the EHLO reply, without their code, between commas. The greeting is not printed. */
export const nmap: Dialect = {
  name: 'nmap',
  viewpoint: 'client',
  wholeReplies: true,
  tls: 'hidden',
  sign: (text) => COMMANDS.test(text) || /^Nmap scan report for /.test(text),
  reader: () => ({
    read(row) {
      const told = NOTES.exec(row.text);
      if (told !== null) return [note(row, told.groups?.['host'] === undefined ? 'chatter' : 'connected', told.groups?.['host'])];
      const found = COMMANDS.exec(row.text);
      if (found === null) return undefined;
      const list = itemAt(found, 1);
      let at = row.full.length - list.length;
      const refused = REFUSED.exec(list);
      if (refused !== null) {
        const command = at + 'SMTP: '.length;
        return [
          sayAt(row, 'client', itemAt(refused, 1), command),
          sayAt(row, 'server', itemAt(refused, 2), command + itemAt(refused, 1).length + 1),
        ];
      }
      const said: Event[] = [];
      const parts = list.split(', ');
      for (const [i, part] of parts.entries()) {
        const implied = { code: 250, separator: i === parts.length - 1 ? ' ' : '-' } as const;
        if (part !== '') said.push(sayAt(row, 'server', part.trimEnd(), at, { implied }));
        at += part.length + 2;
      }
      return said;
    },
  }),
};
