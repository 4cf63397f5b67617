/** A state, as it is stored; only what pmpc looks at. */
export interface StateDocument {
  /** The state's own name: the same in every copy of it. */
  readonly lineage?: string;
  readonly serial?: number;
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances?: readonly { readonly attributes?: Readonly<Record<string, unknown>>; readonly skip_destroy?: boolean }[];
  }[];
}
