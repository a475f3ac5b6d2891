/** Tools that mark every line with who spoke it: most of them, so that their dialects are a table each. */
import type { Viewpoint } from '../model.ts';
import { isPlainlySmtp, replyForm } from '../protocol.ts';
import { bareReader } from './bare.ts';
import { type Dialect, fits, type NoteRule, noteOf, say, speakerOf } from './dialect.ts';

export interface Marked {
  readonly name: string;
  readonly viewpoint?: Viewpoint;
  readonly wholeReplies?: boolean;
  readonly tls?: Dialect['tls'];
  /** The last group is what was said; a group `id` tells connections apart; a group `tls` that is not empty: said inside TLS. */
  readonly server: RegExp;
  readonly client: RegExp;
  readonly notes?: readonly NoteRule[];
  /** Other lines of the tool. */
  readonly chatter?: RegExp;
  /** A line that opens a stretch though nobody speaks in it. */
  readonly opens?: RegExp;
  /** The server's lines stand bare between the client's marked ones; `unless-marked`: all lines do, as long as none is marked. */
  readonly bare?: 'server' | 'unless-marked';
  /** Who wrote it down where what is said contradicts the marks: a server marks what came in as its client marks replies. */
  readonly turned?: Viewpoint;
  /** Further lines of a reply that the tool prints without its mark; the last group is what was said. */
  readonly continued?: RegExp;
}

/** A tool that marks every line with who spoke it. */
export function marked(tool: Marked): Dialect {
  const { server, client, notes = [], chatter, opens, continued, bare, tls = 'inferred', viewpoint = 'client' } = tool;
  const said = (form: RegExp, text: string) => {
    const found = form.exec(text);
    return found === null ? undefined : { text: found[found.length - 1] ?? '', groups: found.groups };
  };
  return {
    name: tool.name,
    viewpoint,
    wholeReplies: tool.wholeReplies ?? true,
    tls,
    sign(text) {
      const reply = said(server, text);
      if (reply !== undefined && fits('server', reply.text)) return true;
      const command = said(client, text);
      if ((command !== undefined && fits('client', command.text)) || opens?.test(text) === true) return true;
      // Turned round, only what is plainly SMTP.
      return [reply, command].some((it) => it !== undefined && isPlainlySmtp(it.text));
    },
    reader(around) {
      let open = false;
      let seen = false;
      let turned: boolean | undefined;
      const unmarked = bare === undefined ? undefined : bareReader(around, { speaks: bare === 'server' ? 'server' : 'both' });
      return {
        viewpoint: () => (turned === true ? (tool.turned ?? viewpoint) : viewpoint),
        read(row) {
          const reply = said(server, row.text);
          const found = reply ?? said(client, row.text);
          if (found !== undefined) {
            seen = true;
            // The first line that only one side can have said tells whether the marks are turned round: authors do that, and servers.
            const speaker = speakerOf(found.text);
            if (speaker !== undefined) turned ??= (speaker === 'server') !== (reply !== undefined);
            const isServer = (reply !== undefined) !== (turned === true);
            open = isServer && replyForm(found.text)?.separator === '-';
            const details = { connection: found.groups?.['id'] ?? '', tls: (found.groups?.['tls'] ?? '') !== '' };
            return [say(row, isServer ? 'server' : 'client', found.text, details)];
          }
          if (open && continued !== undefined) {
            const more = said(continued, row.text);
            const form = more === undefined ? undefined : replyForm(more.text);
            if (more !== undefined && form !== undefined) {
              open = form.separator === '-';
              return [say(row, 'server', more.text)];
            }
          }
          const told = noteOf(row, notes, '');
          if (told !== undefined) return [told];
          if (chatter?.test(row.text) === true || opens?.test(row.text) === true) return [];
          return bare === 'server' || !seen ? unmarked?.read(row) : undefined;
        },
      };
    },
  };
}
