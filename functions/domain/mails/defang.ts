const WEB_SCHEME = /http(s?)(?=:)/giu;
/** A scheme before `//`, or any word before a colon that something follows at once: `mailto:a`, `tel:1`. */
const OTHER_SCHEME = /(?<!hxxps?):(?=\/\/)|(?<!hxxps?)(?<=\p{L}):(?=[^\s:])/giu;
const DOTTED_QUAD = /\p{Nd}+(?:\.\p{Nd}+){3}/gu;
/** A dot, in any script that names hosts, before what could be a top-level domain. */
const HOST_DOT = /(?<=[^\s.])[.\u3002\uff0e\uff61](?=[\p{L}\p{Default_Ignorable_Code_Point}])/gu;
const NETWORK_PATH = /\\\\(?=\S)/gu;

/**
 * A person's text with all that a mail program would turn into a link taken apart, and still readable:
 * `https://evil.example` becomes `hxxps://evil[.]example`.
 */
export const defanged = (text: string): string =>
  text
    .replace(WEB_SCHEME, 'hxxp$1')
    .replace(OTHER_SCHEME, '[:]')
    .replace(DOTTED_QUAD, (quad) => quad.replaceAll('.', '[.]'))
    .replace(HOST_DOT, '[$&]')
    .replace(NETWORK_PATH, '[$&]');

const PLAIN_NAME = /^(?:[a-z0-9._%+'-]+@[a-z0-9.-]+|machine:[A-Za-z0-9._-]+|postern)$/;

/** A principal's name as it is, where it has the plain shape of one; taken apart where it could be anything else. */
export const shownName = (name: string): string => (PLAIN_NAME.test(name) ? name : defanged(name));
