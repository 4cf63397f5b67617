import { list } from "../../shape/list";
import { text } from "../../shape/text";

/** Mount options of the root disk and of mount points. */
export const mountOptions = list(";", { pattern: /^(discard|lazytime|noatime|nodev|noexec|nosuid)(;(discard|lazytime|noatime|nodev|noexec|nosuid))*$/ });

/** How a volume maps users and groups, apart from its container. */
export const idmapOfVolume = text(/^(passthrough|[ug]:\d+:\d+:[1-9]\d*(;[ug]:\d+:\d+:[1-9]\d*)*)$/);
