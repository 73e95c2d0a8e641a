/** What tokens cost, from the price list of a package: loaded when first asked for. An unknown model has no price, which is not 0. */
/** US dollars a token; nothing where nobody knows. */
export type Prices = (model: string | undefined) => { readonly input: number; readonly output: number } | undefined;

export async function loadPrices(): Promise<Prices> {
  const { calcPrice } = await import('@pydantic/genai-prices');
  return (model) => {
    const input = model && calcPrice({ input_tokens: 1, output_tokens: 0 }, model);
    const output = model && calcPrice({ input_tokens: 0, output_tokens: 1 }, model);
    return input && output ? { input: input.total_price, output: output.total_price } : undefined;
  };
}
