/** What one internal note holds at most, in UTF-16 units (`ticket.note`). */
const longestNote = 20_000;
/** Room for the mark that says which piece it is. */
const longestPiece = longestNote - 20;

/**
 * A text as internal notes: one where it fits, else pieces that say their place, cut at the end of a line or a word where
 * there is one near, and never within a character.
 */
export function noteTexts(text: string): readonly string[] {
  if (text.length <= longestNote) return [text];
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longestPiece) {
    const end = endOfPiece(rest);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  pieces.push(rest);
  return pieces.map((piece, at) => `(${at + 1}/${pieces.length})\n${piece}`);
}

function endOfPiece(text: string): number {
  const head = text.slice(0, longestPiece);
  for (const mark of ['\n', ' ']) {
    const at = head.lastIndexOf(mark);
    if (at > longestPiece * 0.8) return at + 1;
  }
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? head.length - 1 : head.length;
}
