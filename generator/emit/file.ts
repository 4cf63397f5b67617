/** One file of a workspace. */
export interface EmittedFile {
  /** Below the workspace's folder, with `/`. */
  readonly path: string;
  readonly content: string;
  /** `owned`: written anew until it is edited; `once`: written at first, then the user's;
   * `passing`: written each time, and ignored by git. */
  readonly mode: "owned" | "once" | "passing";
}
