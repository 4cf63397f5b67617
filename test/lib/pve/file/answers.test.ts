import { expect } from "chai";
import { cpuModelsIn } from "../../../../lib/pve/file/cpu-models";
import { parseDatacenter } from "../../../../lib/pve/file/datacenter-config";
import { parseNetwork } from "../../../../lib/pve/file/interfaces";
import { parseRealms } from "../../../../lib/pve/file/realm-config";
import { parseStorages, storageAnswer } from "../../../../lib/pve/file/storage-config";
import { parseUserConfig, type UserConfig } from "../../../../lib/pve/file/user-config";
import { fixture } from "../../../support/fixture";

/** What Proxmox VE 9.2's own parsers made of a file, every number as the text that it was. */
interface Answered {
  readonly file: "storage.cfg" | "user.cfg" | "interfaces" | "datacenter.cfg" | "domains.cfg" | "cpu-models.conf";
  readonly title: string;
  readonly text: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

const answers = fixture<readonly Answered[]>("files.json");
const of = (file: Answered["file"]) => answers.filter((one) => one.file === file);
const textual = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(textual) : typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, textual(one)])) : value === null || value === undefined ? null : String(value as string);

describe("a file of Proxmox VE's, read as its own parser reads it:", () => {
  describe("storage.cfg with", () => {
    // What Proxmox VE itself does not know may be a plugin's, or a newer release's: guests lie there all the same.
    const ours: Readonly<Record<string, object>> = {
      "a kind that is not known": { a1: { type: "foo", path: "/a" } },
      "a setting that is not known": { a1: { colour: "red", content: ["images", "rootdir"], path: "/a", type: "dir" } },
      "the type in capitals": { a1: { Path: "/a", content: ["images", "rootdir"], path: "/b", type: "dir" } },
      "a mark at the beginning": { a1: { path: "/a", type: "\ufeffdir" } },
      "backups that are kept": { a1: { content: ["images", "rootdir"], maxfiles: "3", path: "/a", "prune-backups": "keep-last=3,keep-daily=7", type: "dir" } },
    };
    for (const { title, text, answer } of of("storage.cfg")) {
      it(title, () => {
        const read = Object.fromEntries(
          parseStorages(text).filter(({ refused }) => refused === undefined).map((storage) => {
            const { storage: id, digest: _, content, nodes, ...rest } = storageAnswer(storage, "");
            const lists = { ...(content === undefined ? {} : { content: (content as string).split(",") }), ...(nodes === undefined ? {} : { nodes: (nodes as string).split(",") }) };
            return [id, textual({ ...rest, ...lists })];
          }),
        );
        const { local, ...others } = answer as Record<string, Record<string, unknown>>;
        const { priority: _, ...shown } = local!;
        expect(read).to.deep.equal({ ...others, local: shown, ...ours[title] });
      });
    }
  });

  describe("user.cfg with", () => {
    // Which roles and privileges there are is the cluster's business: one that is not there gives nothing to nobody.
    const ours: Readonly<Record<string, object>> = {
      "roles that are none": { roles: { Administrator: ["VM.Audit"], Empty: [], R: ["Sys.Audit", "VM.Audit", "VM.Console", "VM.Foo"] } },
      "rights of a role that comes later": { acl: ["/ a@pve R 1"] },
    };
    for (const { title, text, answer } of of("user.cfg")) {
      it(title, () => {
        const { acl = [], ...rest } = shownUsers(parseUserConfig(text)) as { readonly acl?: readonly string[] };
        const good = acl.filter((one) => !one.includes(" NoSuchRole "));
        expect({ ...rest, ...(good.length === 0 ? {} : { acl: good }) }).to.deep.equal({ ...(withoutEmpty(answer) as object), ...ours[title] });
      });
    }
  });

  describe("interfaces with", () => {
    for (const { title, text, answer } of of("interfaces")) {
      it(title, () => {
        const { interfaces, options } = parseNetwork(text);
        const read = Object.fromEntries(interfaces.map(({ iface, active: _, ...rest }) => [iface, textual(rest)]));
        // Of one that only a VLAN names Proxmox VE says nothing but that.
        const named = Object.fromEntries(Object.entries(answer.interfaces as object).filter(([, one]) => Object.keys(one as object).length > 0));
        expect({ interfaces: read, options }).to.deep.equal({ ...answer, interfaces: named });
      });
    }
  });

  describe("domains.cfg with", () => {
    for (const { title, text, answer } of of("domains.cfg")) {
      it(title, () => {
        const read = Object.fromEntries(parseRealms(text).map(({ id, type, settings }) => [id, { type, ...Object.fromEntries(settings) }]));
        const shown = Object.fromEntries(Object.entries(answer as Record<string, Record<string, unknown>>).map(([id, { plugin: _, ...realm }]) => [id, realm]));
        expect(read).to.deep.equal(shown);
      });
    }
  });

  describe("datacenter.cfg with", () => {
    for (const { title, text, answer } of of("datacenter.cfg")) {
      it(title, () => {
        const { notes, options } = parseDatacenter(text);
        expect(notes).to.equal(answer.description);
        // What a value means, and whether there is such a key, is decided where it is used: what Proxmox VE keeps is kept here, too.
        for (const [key, value] of Object.entries(answer)) {
          if (key === "description" || (key === "mac_prefix" && !text.includes(key))) continue;
          expect(options.has(key), key).to.equal(true);
          if (typeof value === "string") expect(options.get(key), key).to.equal(value);
        }

      });
    }
  });

  describe("cpu-models.conf with", () => {
    for (const { title, text, answer } of of("cpu-models.conf")) it(title, () => expect([...cpuModelsIn(text)].sort()).to.deep.equal(Object.keys(answer).sort()));
  });
});

function shownUsers({ users, groups, roles, acl, pools }: UserConfig): unknown {
  const named = <T>(map: ReadonlyMap<string, T>, show: (value: T) => unknown) => Object.fromEntries([...map].map(([id, value]) => [id, show(value)]));
  const said = (value: object) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== "" && one !== undefined));
  return withoutEmpty(
    textual({
      users: named(users, ({ enabled, expire, firstName, lastName, email, comment, keys, tokens }) => ({
        ...said({ firstname: firstName, lastname: lastName, email, comment, keys }),
        enable: Number(enabled),
        expire,
        ...(tokens.size === 0 ? {} : { tokens: named(tokens, (token) => ({ ...said({ comment: token.comment }), privsep: Number(token.separated), expire: token.expire })) }),
      })),
      groups: named(groups, ({ users: members, comment }) => ({ users: [...members].sort(), ...said({ comment }) })),
      roles: named(roles, (privileges) => [...privileges].sort()),
      acl: acl.map(({ path, subject, role, propagate }) => `${path} ${subject} ${role} ${Number(propagate)}`).sort(),
      pools: named(pools, ({ guests, storages, comment }) => ({ guests: [...guests].sort((a, b) => a - b), storages: [...storages].sort(), ...said({ comment }) })),
    }) as Record<string, unknown>,
  );
}

/** Nothing is known of what there is none of. */
function withoutEmpty(answer: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([, value]) => Object.keys(value as object).length > 0)
      .map(([name, value]) => [name, name === "users" ? Object.fromEntries(Object.entries(value as Record<string, Record<string, unknown>>).map(([id, user]) => [id, Object.fromEntries(Object.entries(user).filter(([name, one]) => one !== "" && !(name === "expire" && one === "0")))])) : value]),
  );
}
