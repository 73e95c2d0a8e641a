/** Which server answers for a package: the one its config.csv names, else the host's. A key goes only to the address it belongs to. */
export interface ModelServer {
  /** Ends in the version: `https://api.openai.com/v1`. */
  readonly url: string;
  readonly key?: string;
  readonly model?: string;
  /** Chosen by the operator: not guarded. */
  readonly isHosts: boolean;
}

export type HostServer = Omit<ModelServer, 'isHosts'>;

const OPENAI = 'https://api.openai.com/v1';

export function modelServer(config: Readonly<Record<string, string>>, host: HostServer | undefined): ModelServer | undefined {
  const [url, key] = [config['llm-url']?.trim(), config['llm-key']?.trim()];
  if (url) return { url: baseUrl(url), key, isHosts: false };
  if (key) return { url: host?.url ?? OPENAI, key, model: host?.model, isHosts: true };
  return host && { ...host, url: baseUrl(host.url), isHosts: true };
}

/** Packages write the bare address, the versioned one, or the whole path of the call. */
export function baseUrl(url: string): string {
  const plain = url.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return /^[a-z]+:\/\/[^/]+$/i.test(plain) ? `${plain}/v1` : plain;
}
