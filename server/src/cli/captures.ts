/** Captures among the inputs: packets, or the text of them that an ASA prints, as the transcript of their mail connections. */
import { isAsaDump, isAsaSummary, readAsaDump, WITHOUT_OCTETS } from '../captures/asa-dump.ts';
import { Capture, type CaptureText } from '../captures/capture.ts';

export { isCaptureFile } from '../captures/file.ts';

/** @param progress is told how many bytes were read */
export async function readCapture(
  chunks: AsyncIterable<Buffer>,
  progress: (bytes: number) => void = () => undefined,
): Promise<CaptureText> {
  const capture = new Capture();
  let read = 0;
  for await (const chunk of chunks) {
    capture.read(chunk);
    read += chunk.length;
    progress(read);
  }
  return capture.end();
}

/** What `show capture NAME dump` printed; undefined for any other text. */
export function capturePrinted(text: string): CaptureText | undefined {
  return isAsaDump(text) ? readAsaDump(text) : undefined;
}

/** What is missing in a text without a session that prints packets, and what to do; undefined for any other text. */
export function lackIn(text: string): string | undefined {
  return isAsaSummary(text) ? WITHOUT_OCTETS : undefined;
}
