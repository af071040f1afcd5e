import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../functions/domain/mails/html.ts';

describe('the html template', () => {
  it('escapes what is put between tags and into quoted attributes', () => {
    const name = `<b>"Bob's" & \`co\`</b>`;
    expect(html`<p title="${name}">${name}</p>`.markup).toBe(
      '<p title="&lt;b&gt;&quot;Bob&#39;s&quot; &amp; &#96;co&#96;&lt;/b&gt;">' +
        '&lt;b&gt;&quot;Bob&#39;s&quot; &amp; &#96;co&#96;&lt;/b&gt;</p>',
    );
  });

  it('takes markup of another template as it is, alone and in lists', () => {
    const item = (count: number) => html`<li>${count}</li>`;
    expect(html`<ul>${[item(1), item(2)]}</ul>${html`<hr>`}`.markup).toBe(
      '<ul><li>1</li><li>2</li></ul><hr>',
    );
  });

  it('does not take an object that looks like markup for markup', () => {
    const forged = { markup: '<script>' } as unknown as string;
    expect(() => html`${forged}`).toThrow();
  });

  it('keeps every text from opening a tag, closing an attribute or starting an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = html`<i>${text}</i>`.markup.slice(3, -4);
        expect(inside).not.toMatch(/[<>"'`]/);
        expect(inside).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      }),
    );
  });
});
