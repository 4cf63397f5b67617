/** A secret that is there, or may be there, and that nobody can read. */
export interface Kept {
  readonly why: string;
  /** `variable`: code takes it from a variable, and ignores its differences; `ignored`: it only does the latter, `note`: neither; both are reported. */
  readonly as: "variable" | "ignored" | "note";
}
