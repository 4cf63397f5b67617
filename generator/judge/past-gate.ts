import { exit, PmpcError } from "../../lib/error";
import { parseEndpoint } from "../transport/endpoint";
import type { ProviderBlock } from "../terraform/configuration";
import type { Context } from "../engine/action";
import { isUnanswered } from "../engine/host";

/** Which configurations of the provider are of the workspace's cluster, and where the others go. */
export function turnable(providers: readonly ProviderBlock[], endpoints: readonly string[]): { readonly ours: readonly ProviderBlock[]; readonly past: readonly ProviderBlock[]; readonly others: readonly string[] } {
  const places = providers.map((provider) => ({ provider, place: placeOf(provider) }));
  const isOurs = (place: string | undefined) => place === undefined || endpoints.includes(place);
  return {
    ours: places.flatMap(({ provider, place }) => (isOurs(place) ? [provider] : [])),
    past: places.flatMap(({ provider, place }) => (isOurs(place) ? [] : [provider])),
    others: [...new Set(places.flatMap(({ place }) => (isOurs(place) ? [] : [place!])))],
  };
}

/** Where a provider goes; undefined if its environment says so. What is computed only while Terraform runs is shown as it is. */
function placeOf({ values: { endpoint } }: ProviderBlock): string | undefined {
  if (endpoint === undefined || endpoint === null) return undefined;
  try {
    return parseEndpoint(String(endpoint)).url;
  } catch {
    return String(endpoint);
  }
}

const said = (places: readonly string[]) => `the code has a provider for ${places.join(", ")}, which is not this workspace's cluster: what it does there passes no gate, and pmpc sees nothing of it`;

export function sayPastGate(places: readonly string[], host: Context["host"]): void {
  host.notify({ code: "past-gate", says: said(places), data: { endpoints: places } });
}

/** Applies past the gate only where a person names each place. */
export async function confirmPastGate(places: readonly string[], agreed: readonly string[], { host }: Context<"past-gate">): Promise<void> {
  for (const place of places.filter((one) => !agreed.includes(one))) {
    const typed = await host.ask({ code: "past-gate", says: `${said([place])}. Enter its address to apply there, too`, about: [], data: { endpoint: place } }).catch((error: unknown) => {
      if (!isUnanswered(error)) throw error;
      return "";
    });
    if (typed !== place) throw new PmpcError("past-gate", said([place]), { hint: `if that is meant: --allow-endpoint ${place}`, exit: exit.refused });
  }
}
