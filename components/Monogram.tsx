/** A tile with the first letters of a provider's name: drawn by us, for logos belong to others. */
export function Monogram({ name }: { name: string }) {
  return (
    <span class="monogram" aria-hidden="true">
      {name.slice(0, 2)}
    </span>
  );
}
