import type { Scenario } from "../../simulator/scenario";
import { office } from "../../simulator/scenario/office";

/** Every fourth guest of the office: so many that one is less than a tenth, and no more. */
export const partOfOffice: Scenario = { ...office, files: Object.fromEntries(Object.entries(office.files).filter(([path]) => Number(/(\d+)\.conf$/.exec(path)?.[1] ?? 0) % 4 === 0)) };
