import { isRunning } from "../guest";
import { flag, oneOf, required, text } from "../parameter";
import { beyond } from "../refusal";
import { given, needs, type Call, type Route } from "../route";
import { existingGuest } from "./guest";

const mayLook = needs("/vms/{vmid}", "VM.Console");
const timeframe = required(oneOf("hour", "day", "week", "month", "year"));

/** What looks into a guest that really runs. Who may, and with which parameters, is known here; there is nothing to look at. */
export const consoleRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/nodes/{node}/qemu/{vmid}/monitor",
    ...needs("/vms/{vmid}", "Sys.Audit", "Sys.Modify"),
    takes: { command: required(text) },
    run: askMonitor,
  },
  ...(["qemu", "lxc"] as const).flatMap((type): Route[] => [
    { method: "POST", path: `/nodes/{node}/${type}/{vmid}/vncproxy`, ...mayLook, takes: { websocket: flag, "generate-password": flag }, run: refuse("a console") },
    {
      method: "GET",
      path: `/nodes/{node}/${type}/{vmid}/rrddata`,
      ...needs("/vms/{vmid}", "VM.Audit"),
      takes: { timeframe, cf: oneOf("AVERAGE", "MAX") },
      run: refuse("a guest's history of figures"),
    },
  ]),
];

function askMonitor(call: Call): string {
  const guest = existingGuest(call, "qemu");
  if (!isRunning(guest)) return `ERROR: VM ${guest.vmId} not running\n`;
  if (given(call, "command") === "info status") return `VM status: ${guest.power}\r\n`;
  throw beyond("the monitor's command");
}

function refuse(what: string): () => never {
  return () => {
    throw beyond(what);
  };
}
