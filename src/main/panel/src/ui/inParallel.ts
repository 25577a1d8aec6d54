/** Does work for each item, for some of them at a time, in their order. A failure stops nothing. */
export async function inParallel<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const one = async () => {
    for (const item of left) await work(item).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, one));
}
