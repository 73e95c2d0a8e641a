/** Ctrl+K on every page of the operator: the command palette, loaded when it is first asked for. */

const OPEN = 'basalt:palette';

export const askForPalette = (): void => void dispatchEvent(new Event(OPEN));

export function listenForPalette(): void {
  let isLoading = false;
  const open = async () => {
    if (isLoading || document.querySelector('dialog[open]')) return;
    isLoading = true;
    const { openPalette } = await import('./designer/screens/command-palette.tsx').finally(() => {
      isLoading = false;
    });
    openPalette();
  };
  addEventListener(OPEN, () => void open());
  addEventListener(
    'keydown',
    (event) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      void open();
    },
    { capture: true },
  );
}
