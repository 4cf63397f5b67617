import type { TerraformProvider } from "cdktf";
import type { ContainerProperties } from "../generated/container-properties";
import { catalog } from "../../lib/schema/catalog";
import { repeated } from "./repeated";
import { problemsOfRights, rootOnly } from "./rights";
import { isToken } from "../token";

/** What is wrong with a container's props together. */
export function checkContainer(props: ContainerProperties, ignored: readonly string[], provider: () => TerraformProvider | undefined = () => undefined): string[] {
  return cards(props, ignored).concat(mountPoints(props), origin(props), rights(props, provider));
}

function cards({ networkInterfaces = [] }: ContainerProperties, ignored: readonly string[]): string[] {
  const twice = repeated(networkInterfaces, ({ name }) => (isToken(name) ? undefined : name)).map(
    ({ one }) => `networkInterfaces has two cards named ${one.name}; give one of them another name`,
  );
  const addressed = networkInterfaces.map(({ ip, ip6, gateway, gateway6 }) => [ip, ip6, gateway, gateway6].some((one) => one !== undefined));
  const bare = addressed.findIndex((has, at) => !has && addressed.slice(at).includes(true));
  if (bare < 0 || ignored.includes("networkInterfaces") || ignored.includes("network_interface")) return twice;
  const { name } = networkInterfaces[bare]!;
  return [...twice, `networkInterfaces[${bare}] (${name}) has no address and comes before a card that has one: the provider would give it that; say ip: "manual", or put it last`];
}

function mountPoints({ mountPoints: points = [] }: ContainerProperties): string[] {
  const plain = (path: string) => (isToken(path) ? undefined : path.replace(/\/+$/, ""));
  return [
    ...repeated(points, ({ path }) => plain(path)).map(({ one }) => `mountPoints has two on ${one.path}; give one of them another path`),
    ...points.flatMap(({ volume, size }, at) => {
      const isStorage = typeof volume !== "string" || (!isToken(volume) && !/[:/]/.test(volume));
      return isStorage && size === undefined ? [`mountPoints[${at}] is to be made on a storage and has no size; say size: Size.gibibytes(…)`] : [];
    }),
  ];
}

function origin({ clone, operatingSystem }: ContainerProperties): string[] {
  const template = typeof operatingSystem === "object" ? operatingSystem.template : undefined;
  const isTemplate = template !== undefined && template !== "";
  if (typeof clone?.container === "object" && Symbol.for("pmpc.VirtualMachine") in clone.container) return ["clone.container is a virtual machine, and a container is a copy of a container; say one"];
  if (clone !== undefined) return isTemplate ? ["clone and operatingSystem.template are two origins; say one of them"] : [];
  return isTemplate ? [] : ['nothing says what it is made from; say operatingSystem: { type: "debian", template: … }, or clone'];
}

/** Features that Proxmox VE lets only root@pam change. */
function rights(props: ContainerProperties, provider: () => TerraformProvider | undefined): string[] {
  const { features = {}, unprivileged } = props;
  const rooted = Object.entries(features).filter(([name, value]) => value !== undefined && value !== false && (name !== "nesting" || unprivileged !== true)).map(([name]) => `features.${name}`);
  return problemsOfRights([...rooted, ...rootOnly(catalog.lxc, props)], provider, rooted.includes("features.nesting") ? ", or say unprivileged: true" : "");
}
