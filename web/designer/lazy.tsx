/** A part of the page that is loaded when it is first shown. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => preact.JSX.Element | null {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [Part, setPart] = useState<{ readonly is: ComponentType<P> } | undefined>(loaded && { is: loaded });
    const [why, setWhy] = useState('');
    useEffect(() => {
      if (loaded) return;
      load().then(
        (found) => {
          loaded = found;
          setPart({ is: found });
        },
        () => setWhy('A part of this page was not loaded. Reload the page.'),
      );
    }, []);
    if (why) return <p class="why">{why}</p>;
    return Part ? <Part.is {...props} /> : null;
  };
}
