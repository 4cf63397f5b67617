import { exit, PmpcError } from "../../lib/error";
import { parseGuestName, printGuestKey, printGuestName } from "../../lib/pve/address";
import { catalog } from "../../lib/schema/catalog";
import { action, option } from "./action";
import { findRoot, noWorkspace, withSession } from "./session";
import { settle } from "./settle";

/** `pmpc forget vm 101`: Terraform lets go of a guest; the guest stays as it is. */
export const forget = action({
  name: "forget",
  says: "Take a guest out of the code and, with the next apply, out of Terraform's state; the guest itself stays as it is.",
  input: {
    guest: option.text("The guest: vm 101, container 202.", { positional: "rest", required: true, placeholder: "GUEST" }),
    undo: option.flag("Bring it back into the code."),
    out: option.text("Folder of the workspace. Default: the one you are in.", { placeholder: "DIR" }),
  },
  async run(input, context) {
    const words = input.guest ?? "";
    const guest = parseGuestName(words);
    if (!guest) throw new PmpcError("which-guest", `"${words}" is no guest`, { hint: "pmpc forget vm 101, pmpc forget container 202", exit: exit.usage });
    const root = await findRoot(input.out, context);
    if (root === undefined) throw noWorkspace(context.folder);
    return withSession(root, "forget", context, async ({ store, configuration }) => {
      if (configuration === undefined) throw noWorkspace(root);
      const name = printGuestName(guest);
      const known = (await store.names()).get(printGuestKey(guest));
      const before = configuration.forget ?? [];
      const isForgotten = before.includes(name);
      if (known === undefined || (known.forgotten && !isForgotten)) throw new PmpcError("not-in-code", `${name} is not in the code`, { hint: "pmpc status says what is", exit: exit.notFound });
      const others = before.filter((one) => one !== name);
      const files = await settle({ root, store, configuration, forget: input.undo ? others : [...others, name] }, context);
      return {
        exit: files.some(({ change }) => change === "conflict") ? exit.changes : exit.done,
        report: {
          workspace: root,
          guest: name,
          address: `${catalog[guest.type].terraform}.${known.id}`,
          forgotten: input.undo !== true,
          files,
          next: "pmpc apply",
          ...(input.undo ? {} : { back: `pmpc forget ${name} --undo` }),
        },
      };
    });
  },
});
