/** File names of attachments: the parameters `filename` and `name` of MIME fields (RFC 2183, RFC 2045), in pieces too (RFC 2231). */
import { itemAt, sure } from '../text/at.ts';
import type { Message, Utterance } from './model.ts';
import { octets } from './octets.ts';

export interface FileName {
  /** Where it begins. */
  readonly line: Utterance;
  /** Octets as it is sent: encoded, without quotes and line ends, its pieces together. */
  readonly size: number;
}

/** The file names in the header of a message and of its parts, in their order; one for each field. What TLS hides is passed over. */
export function fileNames(message: Message): FileName[] {
  const own = message.headers.filter(({ name }) => isNaming(name)).map(({ lines }) => lines);
  return [...own, ...partFields(message.body)]
    .map((lines) => lines.filter(({ tls }) => !tls))
    .flatMap((lines) => (lines.length === 0 ? [] : (longestName(lines) ?? [])));
}

/** Whether a field of this name can name a file. */
export function isNaming(field: string): boolean {
  return /^Content-(?:Type|Disposition)$/i.test(field);
}

/** The fields that name files in the headers of a body's parts: between a boundary and the next empty line. */
function partFields(body: readonly Utterance[]): Utterance[][] {
  const fields: Utterance[][] = [];
  let inHeader = false;
  let field: Utterance[] | undefined;
  for (const line of body) {
    if (/^--\S/.test(line.text)) inHeader = true;
    else if (line.text === '') inHeader = false;
    else if (inHeader && /^[ \t]/.test(line.text)) {
      field?.push(line);
      continue;
    }
    field = undefined;
    const found = inHeader ? /^([\w-]{1,40}):/.exec(line.text) : null;
    if (found !== null && isNaming(itemAt(found, 1))) {
      field = [line];
      fields.push(field);
    }
  }
  return fields;
}

const PARAMETER = /;[ \t]*((?:file)?name)(\*\d{1,3})?(\*)?[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)|([^;\s]*))/gi;

function longestName(lines: readonly Utterance[]): FileName | undefined {
  const starts: number[] = [];
  let field = '';
  for (const { text } of lines) {
    starts.push(field.length);
    field += text;
  }
  const name = longestNameIn(field);
  return (
    name && {
      line: itemAt(
        lines,
        starts.findLastIndex((start) => start <= name.at + 1),
      ),
      size: octets(name.text),
    }
  );
}

/**
 * The file name of an unfolded MIME field, as it is sent: encoded, without quotes, its pieces together. A field may give its name in
 * several forms, for old and new readers; each form is a name of its own, and the longest is returned.
 *
 * @returns the name, and where its first piece begins in the field; undefined where the field has none
 */
export function longestNameIn(field: string): { readonly text: string; readonly at: number } | undefined {
  const forms = new Map<string, { readonly text: string; readonly at: number }>();
  for (const { 1: name, 2: piece, 3: encoded, 4: quoted, 5: bare, index } of field.matchAll(PARAMETER)) {
    const form = `${sure(name).toLowerCase()}${piece === undefined ? (encoded ?? '') : '*0'}`;
    const known = forms.get(form);
    forms.set(form, { text: (known?.text ?? '') + (quoted ?? bare ?? ''), at: known?.at ?? index });
  }
  return [...forms.values()].sort((a, b) => octets(b.text) - octets(a.text))[0];
}
