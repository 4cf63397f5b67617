import { exit, PmpcError } from "../../lib/error";
import type { Scenario } from "../scenario";
import { datacentre } from "./datacentre";
import { homelab } from "./homelab";
import { large } from "./large";
import { oddCorners } from "./odd-corners";
import { office } from "./office";

const scenarioNames = ["homelab", "office", "datacentre", "odd-corners", "large"] as const;

/** A scenario by its name; `large:5000` says how many guests, `large:5000:7` also which ones. */
export function findScenario(text: string): Scenario {
  const [name, count, seed] = text.split(":");
  if (name === "large" && isNumber(count) && isNumber(seed)) return large(Number(count ?? 1000), Number(seed ?? 1));
  const found = [homelab, office, datacentre, oddCorners].find((scenario) => scenario.name === text);
  if (found) return found;
  throw new PmpcError("unknown-scenario", `there is no scenario "${text}"`, {
    hint: `the scenarios are ${scenarioNames.join(", ")}; large takes a number of guests: large:5000`,
    exit: exit.usage,
  });
}

const isNumber = (text: string | undefined) => text === undefined || /^[1-9]\d*$/.test(text);
