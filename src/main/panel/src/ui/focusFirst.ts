/** Leads to the first input that is marked as wrong, once it is shown so. */
export function focusFirstWrong(within: HTMLElement | null): void {
  requestAnimationFrame(() => within?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
