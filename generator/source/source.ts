import type { Document, Unreadable } from "../../lib/inventory/document";
import type { Kind } from "../../lib/schema/kind/kind";
import type { GuestId } from "../../lib/pve/address";

/** Where documents come from: the HTTP API, a node's shell, a copy of its files. Read-only by construction. */
export interface Source {
  /** What people call it: `https://pve1.lan:8006`. Never holds a secret. */
  readonly name: string;
  /** Everything an import needs, in no particular order; an address that cannot be read is said, never thrown. */
  read(options: ReadOptions): AsyncIterable<Document | Unreadable>;
  close(): Promise<void>;
}

export interface ReadOptions {
  /** Ask running guests for their addresses. @default true */
  readonly addresses?: boolean;
  /** Ask each guest for its state; without it the list tells whether it runs. A source that gets both at once gives both. @default true */
  readonly states?: boolean;
  /** What is read besides guests: the lists of these kinds, and each object. A copy of files has the lists of those that lie in `/etc/pve`. @default none */
  readonly kinds?: readonly Kind[];
  /** Guests that should be there: each that no list has is asked for by itself, because a list may be cut. */
  readonly expected?: readonly GuestId[];
  /** Called with each answer as it came, secrets included: it may be kept in memory, and nowhere else. What `read` gives has none. */
  readonly onAnswer?: (answer: Document | Unreadable) => void;
  /** Called as guests are read. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly nodes: readonly string[];
  readonly guests: { readonly done: number; readonly total: number };
}
