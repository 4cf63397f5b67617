import type Client from "pg";
import { PmpcError } from "../../../lib/error";

/** The client, which only those install who have a database of PostgreSQL's. */
export async function loadClient(): Promise<typeof Client> {
  try {
    return (await import("pg")).default;
  } catch (cause) {
    throw new PmpcError("store-driver", "the workspace's store is in PostgreSQL, and the package pg is not installed", { hint: "npm install pg", cause });
  }
}
