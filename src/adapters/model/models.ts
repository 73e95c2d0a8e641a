/**
 * The model port of a host: a package's own server, else the host's, else the local stand-in. The client of the
 * protocol is loaded when it is first needed; a script without LLM does not pay for it.
 */
import type { ModelPort } from '../../spec/index.ts';
import { localModel } from './local-model.ts';
import { baseUrl, type HostServer, modelServer } from './model-server.ts';
import type { OpenAiOptions } from './openai-model.ts';

/** Whether somebody answers for it who is a language model. */
export const hasModel = (config: Readonly<Record<string, string>>, host: HostServer | undefined): boolean =>
  config['llm-provider']?.trim().toLowerCase() !== 'local' && modelServer(config, host) !== undefined;

export function createModels(options: OpenAiOptions): ModelPort {
  let openai: Promise<ModelPort> | undefined;
  return {
    provider: options.host ? 'openai' : 'local',
    async complete(request) {
      if (!hasModel(request.config, options.host)) return localModel.complete(request);
      openai ??= import('./openai-model.ts').then(({ createOpenAiModel }) => createOpenAiModel(options));
      return (await openai).complete(request);
    },
  };
}

/** OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL, as other tools read them. */
export function hostServer(env: Readonly<Record<string, string | undefined>>): HostServer | undefined {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: url, OPENAI_MODEL: model } = env;
  if (!key && !url) return undefined;
  return { url: baseUrl(url || 'https://api.openai.com/v1'), ...(key && { key }), ...(model && { model }) };
}

/** Ollama on this machine, with the first model it has; nothing where it does not answer at once. */
export async function findOllama(address = 'http://127.0.0.1:11434', waitMs = 300): Promise<HostServer | undefined> {
  try {
    const response = await fetch(`${address}/v1/models`, { signal: AbortSignal.timeout(waitMs) });
    const { data } = (await response.json()) as { readonly data?: readonly { readonly id?: string }[] };
    const model = data?.[0]?.id;
    return response.ok && model ? { url: `${address}/v1`, model } : undefined;
  } catch {
    // Nobody listens, or somebody else does: then there is no Ollama here.
    return undefined;
  }
}
