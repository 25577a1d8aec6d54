/** Whether the page is dark: as it was chosen in the panel, otherwise as the system has it. */
export function dark(): boolean {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // A browser that keeps nothing follows the system.
  }
  return kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
}
