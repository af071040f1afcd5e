/** Works a line off from its front, so many at once. What may not begin any more is left undone. */
export const workOff = async <Item extends {}>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
  mayBegin: () => boolean = () => true,
): Promise<void> => {
  const line = [...items];
  const workInTurn = async (): Promise<void> => {
    for (let item = line.shift(); item !== undefined && mayBegin(); item = line.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, workInTurn));
};
