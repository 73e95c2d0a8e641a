/** Phones and narrow windows: a list instead of a drawing, forms over the whole screen. */
import { useEffect, useState } from 'preact/hooks';

const NARROW = '(max-width: 48rem)';

export function useNarrow(): boolean {
  const [isNarrow, setIsNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const changed = () => setIsNarrow(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return isNarrow;
}
