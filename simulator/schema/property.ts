/** What Proxmox VE's schema says about one parameter, one key of a configuration, or one part of a property string. */
export interface Property {
  readonly type?: "boolean" | "integer" | "number" | "string" | "array";
  readonly optional?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Holds for the whole value. */
  readonly pattern?: string;
  /** A format by its name in Proxmox VE; `-list` behind it makes it a list. */
  readonly format?: string;
  /** The parts of a property string. */
  readonly properties?: Properties;
  /** The part whose name may be left out. */
  readonly defaultKey?: boolean;
  /** Another name for a part. */
  readonly alias?: string;
  /** The part whose value this name is: `virtio=MAC` says the model as well. */
  readonly keyAlias?: string;
  /** Another parameter that has to be there as well. */
  readonly requires?: string;
}

export type Properties = Readonly<Record<string, Property>>;
