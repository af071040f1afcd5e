import { defanged } from './defang.ts';
import type { Block, MailContent } from './mail-content.ts';
import { linesOf, oneLine } from './visible-text.ts';

const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
      return oneLine(block.text);
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${oneLine(value)}`).join('\n');
    case 'quote': {
      const quoted = linesOf(block.words).map((line) => `> ${defanged(line)}`.trimEnd());
      return [`${oneLine(block.intro)}:`, ...quoted].join('\n');
    }
    case 'decision':
      return `Approval page: ${block.link}${block.code === null ? '' : `\nCode: ${block.code}`}`;
  }
};

export const textOf = ({ requestId, title, blocks }: MailContent): string =>
  `${[`${oneLine(title)}.`, ...blocks.map(blockText), `-- \nPostern, request ${requestId}`].join('\n\n')}\n`;
