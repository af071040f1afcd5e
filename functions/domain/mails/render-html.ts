import { defanged } from './defang.ts';
import { type Html, html } from './html.ts';
import type { Block, MailContent } from './mail-content.ts';
import { linesOf, oneLine } from './visible-text.ts';

// Greys that can be read on white and on black: mail programs choose the background, and many invert it.
const RULE = '#8a8a8a';
const CELL = 'padding:2px 12px 2px 0;text-align:left;vertical-align:top;font-weight:normal';
const BUTTON =
  'display:inline-block;padding:10px 18px;border-radius:6px;background:#1a56c4;color:#ffffff;text-decoration:none';
const CODE = 'font:600 24px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px';

const blockHtml = (block: Block): Html => {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${oneLine(block.text)}</p>`;
    case 'facts':
      return html`<table style="border-collapse:collapse;margin:16px 0">${block.facts.map(
        ({ label, value }) =>
          html`<tr><th scope="row" style="${CELL};opacity:0.75">${label}</th><td style="${CELL};overflow-wrap:anywhere">${oneLine(value)}</td></tr>`,
      )}</table>`;
    case 'quote':
      // Hidden overflow, because marks stacked on one letter would otherwise paint over what stands around.
      return html`<p style="margin-bottom:4px">${oneLine(block.intro)}:</p><blockquote style="margin:0 0 16px;padding:4px 12px;border-left:4px solid ${RULE};overflow:hidden;overflow-wrap:anywhere;white-space:pre-wrap">${defanged(
        linesOf(block.words).join('\n'),
      )}</blockquote>`;
    case 'decision':
      // The address is also shown: where a mail gateway spoils the link, it can be pasted into the page.
      return html`<p><a href="${block.link}" style="${BUTTON}">Look at the request and decide</a></p>${
        block.code === null ? [] : html`<p>Code: <span style="${CODE}">${block.code}</span></p>`
      }<p style="font-size:13px;overflow-wrap:anywhere">If the button does not work, copy this address: ${block.link}</p>`;
  }
};

export const htmlOf = ({ requestId, title, blocks }: MailContent): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${oneLine(title)}</title>
</head>
<body style="margin:0;padding:20px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:640px;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3">${oneLine(title)}</h1>
${blocks.map(blockHtml)}
<p style="margin-top:24px;padding-top:8px;border-top:1px solid ${RULE};font-size:13px">Postern, request ${requestId}</p>
</div>
</body>
</html>
`.markup;
