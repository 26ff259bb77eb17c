/** The rows of the list, as they are walked through with the arrow keys: each by the link that is its title. */
function titles(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.account h2 a')];
}

/** Gives the focus to the row so many below the one that has it; to the first or the last when none has. */
export function moveFocus(by: 1 | -1): void {
  const all = titles();
  const row = document.activeElement?.closest('.account');
  const place = all.findIndex((title) => title.closest('.account') === row);
  const next = place < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, place + by));
  all[next]?.focus();
}

/** Opens or closes all that is known of the row that has the focus. */
export function openFocused(open: boolean): void {
  const more = document.activeElement?.closest('.account')?.querySelector<HTMLElement>('.more');
  if (more && (more.getAttribute('aria-expanded') === 'true') !== open) more.click();
}
