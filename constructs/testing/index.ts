export { Match, Matcher } from "./match";
export { Template } from "./template";
export type { Distinct, TemplateOptions } from "./template";
export type { Expected, GuestRule } from "./expected";
