import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where Debian and others put the programs of the newest version that is there. */
const programs = ["/usr/lib/postgresql", "/usr/pgsql"]
  .filter(existsSync)
  .flatMap((folder) => readdirSync(folder).sort((a, b) => Number(b) - Number(a)).map((version) => join(folder, version, "bin")))
  .find((folder) => existsSync(join(folder, "initdb")));

/** What is in a title where there is no PostgreSQL. */
export const whenPostgres = programs === undefined ? " (skipped: PostgreSQL is not installed)" : "";

/** A real PostgreSQL, on a socket of its own, which asks for a password. */
export interface Postgres {
  /** Makes a new, empty database, and gives its URL, without the password. */
  newDatabase(): Promise<string>;
  /** What a query answers, asked by another connection. */
  query(url: string, statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
}

/** The password of the one user; what is tested finds it in PGPASSWORD. */
export const password = "pw-of-the-database";

/** Starts a server; undefined if there is none. */
export async function startPostgres(): Promise<Postgres | undefined> {
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "pmpc-pg-"));
  // It does not run as root.
  const owner = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  writeFileSync(join(folder, "password"), password);
  if (owner.uid !== undefined) for (const path of [folder, join(folder, "password")]) chownSync(path, owner.uid, owner.gid);
  const as = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C" } };
  await run(join(programs, "initdb"), ["-D", join(folder, "data"), "-U", "pmpc", "-A", "scram-sha-256", `--pwfile=${join(folder, "password")}`, "-E", "UTF8", "--no-sync"], as);
  const server = spawn(join(programs, "postgres"), ["-D", join(folder, "data"), "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"], { ...as, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.once("exit", () => reject(new Error(`PostgreSQL has ended: ${log}`)));
    server.stderr.on("data", (chunk: Buffer) => {
      log += String(chunk);
      if (log.includes("ready to accept connections")) resolve();
    });
  });
  let databases = 0;
  const urlOf = (name: string) => `postgres://pmpc@/${name}?host=${folder}`;
  const query: Postgres["query"] = async (url, statement) => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: url.replace("pmpc@", `pmpc:${password}@`) });
    await client.connect();
    try {
      return (await client.query(statement)).rows as Readonly<Record<string, unknown>>[];
    } finally {
      await client.end();
    }
  };
  return {
    query,
    async newDatabase() {
      const name = `store_${(databases += 1)}`;
      await query(urlOf("postgres"), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    async stop() {
      server.kill("SIGINT");
      if (server.exitCode === null) await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idOf(which: "-u" | "-g"): number {
  return Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" }));
}
