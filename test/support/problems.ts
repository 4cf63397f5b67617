import type { App, TerraformStack } from "cdktf";
import { ProxmoxProvider, ProxmoxStack } from "../../constructs/index";
import { synthesise } from "./synthesis";

/** Every problem that stops the synthesis of what `build` adds, as cdktf prints them; none where it is synthesised. */
export function problemsOf(build: (stack: TerraformStack, app: App) => void, Stack: typeof TerraformStack = ProxmoxStack): string[] {
  return problemsOfApp((app) => {
    const stack = new Stack(app, "home");
    new ProxmoxProvider(stack, { endpoint: "https://pve1.lan:8006" });
    build(stack, app);
  });
}

/** The same of an app with stacks and providers of its own. */
export function problemsOfApp(build: (app: App) => void): string[] {
  try {
    synthesise(build, { skipValidation: false });
    return [];
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith("Validation failed")) throw error;
    return message.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("["));
  }
}
