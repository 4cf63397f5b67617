import type { GuestType } from "../../lib/pve/address";
import { guestKinds } from "../../lib/schema/kind/all";
import { whoMaySet } from "../../lib/schema/phrase";
import { settingsOf, type Setting } from "../../lib/schema/setting/setting";
import { camel } from "../../lib/schema/setting/find";

type Json = Readonly<Record<string, unknown>>;

/** The JSON Schema of files of guests, from the same rows as the options: editors complete and check by it. */
export function guestsSchema(): Json {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Guests for pmpc create -f",
    description: "One virtual machine or container, a list of them, or a list under guests. The words are those of the options of pmpc create; those of Proxmox VE are taken as well.",
    oneOf: [{ $ref: "#/definitions/guest" }, { type: "array", items: { $ref: "#/definitions/guest" }, minItems: 1 }, { type: "object", properties: { $schema: { type: "string" }, guests: { type: "array", items: { $ref: "#/definitions/guest" }, minItems: 1 } }, required: ["guests"], additionalProperties: false }],
    definitions: {
      guest: { oneOf: (["qemu", "lxc"] as const).map((type) => ({ $ref: `#/definitions/${type}` })) },
      qemu: guestOf("qemu", {
        from: { type: ["string", "integer"], description: "Template or machine that it is a copy of: its number or its name." },
        image: { type: "string", description: "Disk image with cloud-init: a name (debian-13), a volume (local:import/…), or an address (https://…)." },
      }),
      lxc: guestOf("lxc", {
        from: { type: ["string", "integer"], description: "Container that it is a copy of: its number or its name." },
        template: { type: "string", description: "Template: a name (debian-13), a volume (local:vztmpl/…), or an address (https://…)." },
      }),
      text: { type: ["string", "number", "boolean", "object"], description: "As text (vmbr0,tag=20), or as an object ({ bridge: vmbr0, tag: 20 })." },
    },
  };
}

function guestOf(type: GuestType, origin: Json): Json {
  const { word } = guestKinds[type];
  const settings = settingsOf(type).filter(({ names }) => !["name", "hostname", "template", "vm-id"].includes(names[0]!));
  const own: Json = Object.fromEntries(settings.flatMap((setting) => setting.names.map((name) => [name, propertyOf(setting)] as const)));
  const numbered = settings.flatMap((setting) => (setting.is === "device" && setting.series !== undefined ? setting.names.map((name) => [`^${name}\\d+$`, { $ref: "#/definitions/text", description: setting.says }] as const) : []));
  const id = { type: "integer", minimum: 100, maximum: 999_999_999, description: "Its number. Default: the next free one." };
  return {
    type: "object",
    title: word.one,
    properties: {
      $schema: { type: "string" },
      kind: { enum: [...new Set([word.short, word.one, type, ...word.synonyms])], description: "What it is." },
      name: { type: "string", description: "Its name, as in DNS." },
      id,
      vmid: id,
      ...origin,
      sshKey: { type: ["string", "array"], items: { type: "string" }, description: "Public keys that may log in." },
      ...own,
      ...Object.fromEntries(Object.entries(own).flatMap(([name, schema]) => (camel(name) === name ? [] : [[camel(name), schema]]))),
    },
    patternProperties: Object.fromEntries(numbered),
    required: ["kind", "name"],
    additionalProperties: false,
  };
}

function propertyOf(setting: Setting): Json {
  const description = setting.is === "value" ? `${setting.says}${whoMaySet(setting.row)}` : setting.says;
  if (setting.is === "device") return setting.series === undefined ? { $ref: "#/definitions/text", description } : { description, oneOf: [{ $ref: "#/definitions/text" }, { type: "array", items: { $ref: "#/definitions/text" } }] };
  const { type } = setting.row.shape;
  if (type === "boolean") return { type: "boolean", description };
  if (type === "number") return { type: "number", description };
  const words = [...type.matchAll(/"([^"]+)"/g)].map(([, one]) => one!);
  if (words.length > 0 && !/string\b/.test(type)) return { enum: words, description };
  return { type: type.startsWith("readonly") ? ["string", "array"] : ["string", "number"], description };
}
