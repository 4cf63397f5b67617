import type { ContainerProperties } from "../generated/container-properties";
import { repeated } from "./repeated";
import { isToken } from "../token";

/** What is wrong with a container's props together. */
export function checkContainer(props: ContainerProperties, ignored: readonly string[]): string[] {
  return [...cards(props, ignored), ...mountPoints(props), ...origin(props)];
}

function cards({ networkInterfaces = [] }: ContainerProperties, ignored: readonly string[]): string[] {
  const twice = repeated(networkInterfaces, ({ name }) => (isToken(name) ? undefined : name)).map(
    ({ one }) => `networkInterfaces has two cards named ${one.name}; give one of them another name`,
  );
  const addressed = networkInterfaces.map(({ ip, ip6, gateway, gateway6 }) => [ip, ip6, gateway, gateway6].some((one) => one !== undefined));
  const bare = addressed.findIndex((has, at) => !has && addressed.slice(at).includes(true));
  if (bare < 0 || ignored.includes("networkInterfaces") || ignored.includes("network_interface")) return twice;
  const { name } = networkInterfaces[bare]!;
  return [...twice, `networkInterfaces[${bare}] (${name}) has no address and stands before a card that has one: the provider would give it that; say ip: "manual", or put it last`];
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
  return clone !== undefined && template !== undefined && template !== "" ? ["clone and operatingSystem.template are two origins; say one of them"] : [];
}
