/** A bot's sign: its first letter on a colour of its own, the same each time. */
export function Mark({ name }: { readonly name: string }) {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0]?.toUpperCase() ?? '·';
  const sum = [...name].reduce((total, each) => total + (each.codePointAt(0) ?? 0), 0);
  return (
    <span class={`mark hue${sum % 6}`} aria-hidden="true">
      {letter}
    </span>
  );
}
