/** `/designer/templates`: packages to begin with, each tried with one click. */
import { useEffect, useState } from 'preact/hooks';
import { Frame, Trouble } from '../../runs/frame.tsx';
import { found } from '../search.ts';
import { listTemplates } from './library-api.ts';
import { TemplateCard } from './template-card.tsx';
import { useLoaded } from './use-loaded.ts';

export function TemplatesPage() {
  const { found: templates, error } = useLoaded(listTemplates);
  const [query, setQuery] = useState('');
  useEffect(() => {
    document.title = 'Templates';
  }, []);
  const sorted = [...(templates ?? [])].sort((a, b) => Number(b.kind === 'workflow') - Number(a.kind === 'workflow'));
  const shown = found(sorted, query, ({ title, summary, name }) => [title, name, summary]);
  return (
    <Frame page="templates">
      <div class="pagehead">
        <h1>Templates</h1>
        <search>
          <label>
            <span class="hidden">Search templates</span>
            <input type="search" placeholder="Search" value={query} onInput={({ currentTarget }) => setQuery(currentTarget.value)} />
          </label>
        </search>
      </div>
      <p class="soft lead">Try runs one in a sandbox, with simulated people, bots and services. Use makes a copy that is yours.</p>
      {error && <Trouble error={error} />}
      {templates && shown.length === 0 && <p class="empty">Nothing matches.</p>}
      <ul class="templates">
        {shown.map((template) => (
          <TemplateCard key={template.name} template={template} />
        ))}
      </ul>
    </Frame>
  );
}
