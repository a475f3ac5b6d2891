/** A transcript as text, for goldens and for tables: what was understood, with the places where it stands. */
import { type Command, placeOf, type Reply, type Session, type Transcript, type Utterance } from '../../server/src/smtp/model.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';

export const read = (text: string): Transcript => readTranscript(Lines.read(text));

/** Who said what, a line each: `S 220 mx ESMTP`, `C EHLO x`, `D Subject: a` for mail data, `N closed`. */
export function said(session: Session): string[] {
  return session.events.flatMap((event) => {
    switch (event.kind) {
      case 'note':
        return event.note === 'chatter' ? [] : [`N ${event.note}${event.host === undefined ? '' : ` ${event.host}`}`];
      case 'command':
        return [`C ${event.utterance.text}`];
      case 'reply':
        return event.lines.map(({ utterance }) => `S ${utterance.text}`);
      default:
        return [`${event.speaker === 'client' ? 'D' : '?'} ${event.text}`];
    }
  });
}

/** All sessions of a text. */
export const saidIn = (text: string): string[][] => read(text).sessions.map(said);

/** The golden form. */
export function print(transcript: Transcript): string {
  return transcript.sessions.map(printSession).join('\n');
}

function printSession(session: Session): string {
  const { region, host, protocol, connection, offers, orphans, messages } = session;
  const head = [
    region.dialect,
    `lines ${session.first + 1}-${session.last + 1}`,
    protocol,
    `seen by ${region.viewpoint}`,
    ...(region.wholeReplies ? [] : ['last lines of replies only']),
    ...(host === undefined ? [] : [`host ${host}`]),
    ...(connection === '' ? [] : [`connection ${connection}`]),
  ];
  const facts = [
    ...offers.map(
      ({ keywords, tls }) =>
        `offers${tls ? ' inside TLS' : ''}: ${keywords.map(({ name, parameters }) => [name, ...parameters].join(' ')).join(', ')}`,
    ),
    ...(orphans.length > 0 ? [`replies to nothing in the file: ${orphans.map(({ code }) => code).join(', ')}`] : []),
    ...messages.map(
      ({ recipients, headers, body, end, endReply }) =>
        `message: ${recipients.length} recipients, headers ${headers.map(({ name }) => name).join(' ') || 'none'}, ${body.length} body lines, ${end === undefined ? 'no end' : 'ended'}, ${endReply?.code ?? 'no reply'}`,
    ),
  ];
  return [head.join(', '), ...facts.map((fact) => `  ${fact}`), ...session.events.flatMap(printEvent), ''].join('\n');
}

function printEvent(event: Session['events'][number]): string[] {
  switch (event.kind) {
    case 'note':
      return event.note === 'chatter'
        ? []
        : [`${place(event.line, undefined)} N  ${event.note}${event.host === undefined ? '' : ` ${event.host}`}`];
    case 'command':
      return [printCommand(event)];
    case 'reply':
      return printReply(event);
    default:
      return [`${where(event)} ${event.speaker === 'client' ? 'D' : '?'}${mark(event)} ${event.text}`];
  }
}

function printCommand({ utterance, reply, pipelined, secretAt }: Command): string {
  const text = secretAt === undefined ? utterance.text : `${utterance.text.slice(0, secretAt)}(secret)`;
  return `${where(utterance)} C${mark(utterance)} ${text}  [${[reply?.code ?? 'no reply', ...(pipelined ? ['pipelined'] : [])].join(', ')}]`;
}

function printReply({ lines, enhanced }: Reply): string[] {
  return lines.map(
    ({ utterance }, i) =>
      `${where(utterance)} S${mark(utterance)} ${utterance.text}${i === 0 && enhanced !== undefined ? `  [${enhanced}]` : ''}`,
  );
}

function mark({ tls, wireEnd, implied }: Utterance): string {
  return `${tls ? '~' : ' '}${wireEnd === 'lf' ? '!' : ''}${implied === undefined ? '' : `(${implied.code}${implied.separator})`}`;
}

function where(utterance: Utterance): string {
  const { start, end } = placeOf(utterance);
  const columns = start.line === end.line ? `${start.character}-${end.character}` : `${start.character}-${end.line + 1}:${end.character}`;
  return place(start.line, columns);
}

function place(line: number, columns: string | undefined): string {
  return `${String(line + 1).padStart(5)}:${(columns ?? '').padEnd(9)}`;
}
