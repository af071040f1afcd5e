// Keeps the page up to date without losing the place: mails that were opened stay open, and nothing moves under a selection.
const EVERY = 2000;

async function refresh() {
  if (document.hidden || !document.getSelection().isCollapsed) return;
  const answer = await fetch('/local/');
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const { id } of document.querySelectorAll('details[open]')) {
    next.getElementById(id)?.setAttribute('open', '');
  }
  for (const part of ['header', 'main']) {
    const [now, then] = [document.querySelector(part), next.querySelector(part)];
    if (now.innerHTML !== then.innerHTML) now.replaceWith(then);
  }
}

// While Postern is stopped there is nothing to show; the next round tries again.
setInterval(() => refresh().catch(() => undefined), EVERY);
