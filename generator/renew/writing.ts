import { factsChoices } from "../emit/ansible/facts";
import { groupings } from "../plan/group";
import { option } from "../engine/option";

/** The options of every verb that writes code. */
export const writingOptions = {
  filter: option.list("Only these guests: type=vm,tag=prod. Commas mean and, several filters or.", { placeholder: "FILTER" }),
  exclude: option.list("Not these guests.", { placeholder: "FILTER" }),
  groupBy: option.choice("One file of guests for each node, pool or tag, or one for all.", groupings),
  fold: option.flag("Write guests that are equal but for a few values as a table and one function, where that saves at least 40 % of the lines (--no-fold: one by one again). Default: as before."),
  facts: option.choice("How many facts of each guest the Ansible inventory has: those that plays need, or all of the live plugin. Default: as before; for a new workspace, slim.", factsChoices),
};
