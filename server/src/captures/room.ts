/** The memory that the connections of one capture share: whatever comes, no more than this is held. */

/** Characters of transcripts: as much as is read at once of one. */
const MOST_TEXT = 8 << 20;
/** Octets of lines that are not whole yet, and of segments that came before their turn. */
const MOST_HELD = 16 << 20;
/** What a piece takes besides its octets. */
const PIECE = 128;

export class Room {
  /** Something was not kept, for want of room. */
  isExceeded = false;
  private text = 0;
  private held = 0;

  get hasTextLeft(): boolean {
    return this.text < MOST_TEXT;
  }

  /** Takes room for text; false where there is none. */
  takeText(characters: number): boolean {
    if (!this.hasTextLeft) {
      this.isExceeded = true;
      return false;
    }
    this.text += characters;
    return true;
  }

  /** Gives back the text of a connection that is not kept. */
  giveText(characters: number): void {
    this.text -= characters;
  }

  /** Takes room for a piece that is held for a while; false where there is none. */
  hold(octets: number): boolean {
    if (this.held + octets + PIECE > MOST_HELD) return false;
    this.held += octets + PIECE;
    return true;
  }

  letGo(octets: number): void {
    this.held -= octets + PIECE;
  }
}
