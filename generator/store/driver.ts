import type { DataSource, DataSourceOptions } from "typeorm";
import type { Hold } from "./hold";
import type { StoreOptions } from "./state-store";

/** A database that a store may lie in. */
export interface Driver {
  /** What a place is called in errors: never with a password. */
  label(place: string): string;
  /** Gets the place ready, and says how TypeORM reaches it. */
  prepare(place: string, options: StoreOptions): Promise<DataSourceOptions>;
  /** Does something that no other process does at the same time. */
  alone<T>(database: DataSource, work: () => Promise<T>): Promise<T>;
  /** Holds a cluster against others who use the same place. */
  hold(place: string, cluster: number, options: StoreOptions): Promise<Hold>;
  /** Throws where what is stored is damaged. */
  check(database: DataSource): Promise<void>;
  close(database: DataSource): Promise<void>;
  /** Whether workspaces of other clusters keep what they saw here, too. */
  readonly shared: boolean;
  /** What its error codes mean: a code, or the beginning of one. */
  readonly failures: Readonly<Record<string, Failure>>;
}

/** What may be wrong with a store. */
export interface Failure {
  readonly code: string;
  readonly says: string;
  readonly hint: string;
}
