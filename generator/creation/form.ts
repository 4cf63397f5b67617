import type { Guest } from "../../lib/inventory/inventory";
import type { PropValue } from "../../lib/schema/shape";
import type { Chose } from "./choose";
import type { Ground } from "./ground";
import type { Made } from "./origin";
import type { Draft } from "./props";
import type { Wanted } from "./wanted";

/** What a guest is made by. */
export interface Order {
  readonly wanted: Wanted;
  readonly made: Made;
  readonly node: string;
  /** Guests of its kind, those of its node first. */
  readonly like: readonly Guest[];
  readonly ground: Ground;
  /** Chooses the storage of something, as guests like it have it under such settings. */
  readonly pick: (what: string, at: RegExp) => string;
  readonly chose: Chose;
}

/** What differs between the kinds of guests when one is made. */
export interface Form {
  /** Fills in what was not said, and gives what a person should know of it. */
  readonly fill: (draft: Draft, order: Order) => readonly string[];
  /** Where its volumes will be, and how large. */
  readonly volumes: (props: Draft) => readonly Place[];
  /** The addresses that it will have: as texts, or as what is only known later. */
  readonly addresses: (props: Draft) => readonly unknown[];
  /** What Ansible is told of it besides its system, in Proxmox VE's words. */
  readonly config: (props: Draft) => Readonly<Record<string, unknown>>;
}

export interface Place {
  readonly storage?: PropValue;
  readonly size?: PropValue;
}
