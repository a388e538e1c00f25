/** The origin of a typed server address; `https` where no scheme was typed, null where it is no address. */
export function readServerAddress(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(address)) return null;
  const { protocol, origin, username, hostname } = new URL(address);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && username === '' && hostname !== '' ? origin : null;
}
