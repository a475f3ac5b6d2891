/**
 * Files that say more of each other than each of itself, as in the workspace of an editor: two sessions with one server, inside and outside; a
 * session and the firewall that it passed. Bounded: what was found in thousands of files is told of each alone.
 */
import { type CheckedFile, checked } from '../answers/check.ts';
import { isAsaDump } from '../captures/asa-dump.ts';
import { type Around, MOST_BYTES, MOST_FILES, MOST_TOGETHER } from '../features/around.ts';
import { detectLanguage } from '../features/detect.ts';
import { type Document, type DocumentSettings, type LanguageId, openDocument, wholeTranscript } from '../features/document.ts';
import { Lines } from '../text/lines.ts';
import { decode, isBinary } from './encoding.ts';
import { type Input, take } from './input.ts';

/**
 * @param inputs all that a run found, also those that are another shard's, or did not change
 * @returns by their paths the files of which others say more, with what is found in them then
 */
export async function checkTogether(inputs: readonly Input[], settings: DocumentSettings): Promise<ReadonlyMap<string, CheckedFile>> {
  const files = inputs.filter(({ again }) => again);
  const found = new Map<string, CheckedFile>();
  if (files.length < 2 || files.length > MOST_FILES) return found;
  const texts: Text[] = [];
  let length = 0;
  for (const input of files) {
    for (const each of await read(input)) {
      texts.push(each);
      length += each.text.length;
    }
    if (length > MOST_TOGETHER) return found;
  }
  if (!texts.some(({ language }) => language === 'smtp-transcript')) return found;
  const documents = texts.map((text) => opened(text, settings));
  const around: Around = { documents };
  const wanted = new Set(documents.filter(({ language }) => language === 'smtp-transcript'));
  // A firewall has something of sessions only where one has something of it.
  for (const document of wanted) {
    const file = checked(document.uri, document, around);
    const places = file.findings.flatMap((finding) => file.elsewhere?.(finding) ?? []);
    if (places.length > 0) found.set(document.uri, file);
    for (const other of documents) if (places.some(({ uri }) => uri === other.uri)) wanted.add(other);
  }
  return found;
}

interface Text {
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
}

function opened({ path, language, text }: Text, settings: DocumentSettings): Document {
  const lines = Lines.read(text);
  return language === 'smtp-transcript' ? wholeTranscript(path, lines, settings) : openDocument(path, language, lines, settings);
}

/** None where it cannot be read, is too long, or is none of ours: what is to be said about that, the run says. */
async function read({ path, open }: Input): Promise<readonly Text[]> {
  try {
    const reader = open()[Symbol.asyncIterator]();
    const { chunks, ended } = await take(reader, MOST_BYTES);
    await reader.return?.();
    const bytes = Buffer.concat(chunks);
    if (!ended || isBinary(bytes)) return [];
    const { text } = decode(bytes);
    const language = detectLanguage(path, text);
    // What was said in printed packets stands nowhere in the file.
    return language === undefined || (language === 'smtp-transcript' && isAsaDump(text)) ? [] : [{ path, language, text }];
  } catch {
    return [];
  }
}
