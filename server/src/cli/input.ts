/** Inputs as bytes: read only as far as needed to know what they are, whole up to a limit, as a stream beyond. */

export interface Taken {
  readonly bytes: Buffer;
  /** Nothing is left to read. */
  readonly ended: boolean;
}

/** Takes chunks until there are `size` bytes or more, or the input ends. */
export async function take(chunks: AsyncIterator<Buffer>, size: number): Promise<Taken> {
  const taken: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await chunks.next();
    if (next.done) return { bytes: Buffer.concat(taken), ended: true };
    taken.push(next.value);
    length += next.value.length;
  }
  return { bytes: Buffer.concat(taken), ended: false };
}

/** What was taken, then the rest. */
export async function* resume(taken: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* taken;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
