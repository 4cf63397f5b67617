import { base, isDuration, type Shape, type TerraformValue } from "../shape";
import { integer } from "./number";

/** A length of time in whole seconds; as a prop a plain number will do. */
export function seconds(min?: number, max?: number): Shape {
  return {
    ...integer(min, max),
    type: "Duration | number",
    toTerraform: (prop) => (isDuration(prop) ? prop.toSeconds() : (prop as TerraformValue)),
  };
}

/** A length of time in whole minutes; as a prop a plain number will do. */
export const minutes = (min?: number): Shape => ({
  ...seconds(min),
  toTerraform: (prop) => (isDuration(prop) ? prop.toMilliseconds() / 60_000 : (prop as TerraformValue)),
});

/** A length of time in whole milliseconds; as a prop a plain number will do. */
export const milliseconds: Shape = {
  ...seconds(),
  toTerraform: (prop) => (isDuration(prop) ? prop.toMilliseconds() : (prop as TerraformValue)),
};

/** A length of time as Go writes it: `15m`. */
export const goDuration: Shape = {
  ...base,
  type: "Duration | string",
  toTerraform: (prop) => (isDuration(prop) ? prop.toString() : (prop as TerraformValue)),
};
