/** One part of a message, or the whole of it, taken apart as a mail program would. */
export interface RawPart {
  /** By name in lower case; unfolded and decoded. A name that stands there twice has both values. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Decoded, its lines ended by `\n`. */
  readonly body: string;
  readonly parts: readonly RawPart[];
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const bytesOf = (text: string, encoding: string): Buffer => {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(text, 'base64');
    case 'quoted-printable':
      return quotedPrintable(text);
    default:
      return Buffer.from(text, 'latin1');
  }
};

/** Encoded words (RFC 2047); white space between two of them is not part of the text. */
const decodedWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, kind = '', text = '']) =>
          kind.toLowerCase() === 'b' ? bytesOf(text, 'base64') : quotedPrintable(text.replaceAll('_', ' ')),
        ),
      ).toString('utf8'),
    );

const headersOf = (head: string): RawPart['headers'] => {
  const lines = head.replace(/\r\n(?=[ \t])/g, '').split('\r\n');
  const entries = lines.map((line) => /^([!-9;-~]+): (.*)$/.exec(line)?.slice(1) ?? ['', line]);
  const groups = Object.groupBy(entries, ([name = '']) => name.toLowerCase());
  return Object.fromEntries(
    Object.entries(groups).map(([name, all = []]) => [
      name,
      all.map(([, value = '']) => decodedWords(value)),
    ]),
  );
};

/** Reads a message as bytes, held in a string of one character a byte. */
export const readMessage = (raw: string): RawPart => {
  const end = raw.indexOf('\r\n\r\n');
  const headers = headersOf(raw.slice(0, end));
  const content = raw.slice(end + 4);
  const [, boundary] = /boundary="([^"]+)"/.exec(headers['content-type']?.[0] ?? '') ?? [];
  if (boundary !== undefined) {
    const [, ...sections] = `\r\n${content}`.split(`\r\n--${boundary}`);
    return {
      headers,
      body: '',
      parts: sections.slice(0, -1).map((section) => readMessage(section.slice(2))),
    };
  }
  const encoding = headers['content-transfer-encoding']?.[0] ?? '7bit';
  return { headers, body: bytesOf(content, encoding).toString('utf8').replaceAll('\r\n', '\n'), parts: [] };
};
