import { exit, PmpcError } from "../../lib/error";
import type { Context } from "../engine/action";
import { classesIn } from "../edit/declaration";
import { withConstructIn } from "../edit/statement";
import { printExpression } from "../emit/typescript/print";
import { literal, object, property } from "../emit/typescript/syntax";
import { variableName } from "../plan/name";
import { readTexts } from "../workspace/base";
import { readCode } from "../workspace/code";
import { editFiles } from "../workspace/edit";
import type { FileChange } from "../workspace/file";

/** Where a shared state can be. */
export const backends = ["s3", "pg", "http"] as const;
export type Backend = (typeof backends)[number];

interface BackendFacts {
  readonly className: string;
  /** Settings that the backend cannot do without, with an example of each. */
  readonly needs: Readonly<Record<string, string>>;
  /** Settings that are secrets, and what says them instead. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Settings of which one makes it lock the state, and how one is set; undefined if it always does. */
  readonly locks?: { readonly by: readonly string[]; readonly remedy: (stack: string) => string };
  /** Settings that Terraform knows, and the class does not. */
  readonly unknown?: readonly string[];
}

const facts: Readonly<Record<Backend, BackendFacts>> = {
  s3: {
    className: "S3Backend",
    needs: { bucket: "terraform", key: "home.tfstate", region: "eu-central-1" },
    secrets: { access_key: "AWS_ACCESS_KEY_ID", secret_key: "AWS_SECRET_ACCESS_KEY", token: "AWS_SESSION_TOKEN" },
    locks: { by: ["dynamodb_table"], remedy: (stack) => `in main.ts, for Terraform and OpenTofu 1.10 and newer: ${stack}.addOverride("terraform.backend.s3.use_lockfile", true);` },
    unknown: ["use_lockfile"],
  },
  pg: { className: "PgBackend", needs: { conn_str: "postgres://pmpc@db.lan/terraform" }, secrets: {} },
  http: {
    className: "HttpBackend",
    needs: { address: "https://state.lan/home" },
    secrets: { username: "TF_HTTP_USERNAME", password: "TF_HTTP_PASSWORD", client_private_key_pem: "TF_HTTP_CLIENT_PRIVATE_KEY_PEM" },
    locks: { by: ["lock_address"], remedy: () => "in main.ts, where the server can lock: lockAddress: \"…\", unlockAddress: \"…\"" },
  },
};

/** Writes a backend into `main.ts`, beside the stack that it is for. The state stays where it is until it is moved. */
export async function writeBackend(root: string, backend: Backend, settings: readonly string[], { host }: Context): Promise<readonly FileChange[]> {
  const { className, needs, locks, unknown = [] } = facts[backend];
  const values = new Map(settings.map((setting) => parseSetting(backend, setting)));
  const missing = Object.entries(needs).filter(([name]) => !values.has(name));
  if (missing.length > 0) throw new PmpcError("backend-incomplete", `the backend ${backend} needs ${missing.map(([name]) => name).join(", ")}`, { hint: missing.map(([name, example]) => `--backend-config ${name}=${example}`).join("\n"), exit: exit.usage });
  const isUnlocked = locks !== undefined && ![...locks.by, ...unknown].some((name) => values.has(name));
  const overridden = unknown.filter((name) => values.has(name));
  const args = printExpression(object([...values].filter(([name]) => !overridden.includes(name)).map(([name, value]) => property(camel(name), literal(value)))));
  const stack = classesIn((await readTexts(root, "owned")).get("cluster.ts") ?? "").find(({ base }) => base === "ProxmoxStack")?.name ?? "";
  const text = (await readCode(root)).get("main.ts") ?? "";
  const existing = /\bnew (\w+Backend)\(/.exec(text);
  if (existing) throw new PmpcError("backend-there", `main.ts has a backend: ${existing[1]}`, { hint: "change it there, then: pmpc state --move", exit: exit.refused });
  const variable = variableName(stack, "Stack");
  const calls = overridden.map((name) => `addOverride(${JSON.stringify(`terraform.backend.${backend}.${name}`)}, ${JSON.stringify(values.get(name))})`);
  const edit = (one: string) => withConstructIn(one, { scope: stack, variable, className, from: "cdktf", args, calls }) ?? one;
  if (edit(text) === text) throw new PmpcError("cannot-edit", `main.ts does not make ${stack || "the stack"} in a statement of its own`, { hint: `add it where the stack is made:\n  new ${className}(stack, ${args});`, exit: exit.refused });
  if (isUnlocked) host.notify({ code: "backend-without-lock", says: `the backend ${backend} locks nothing as it is: two applies at once overwrite each other's state\n${locks.remedy(variable)}`, data: { backend } });
  return editFiles(root, new Map([["main.ts", edit]]));
}

function parseSetting(backend: Backend, setting: string): [string, string | boolean] {
  const [, name = "", value = ""] = /^([a-z_]+)=(.+)$/s.exec(setting) ?? [];
  if (name === "") throw new PmpcError("wrong-usage", `--backend-config takes NAME=VALUE, not "${setting}"`, { hint: `--backend-config ${Object.entries(facts[backend].needs)[0]!.join("=")}`, exit: exit.usage });
  const secret = facts[backend].secrets[name] ?? (/^\w+:\/\/[^/@]*:[^/@]+@/.test(value) ? "PGPASSWORD, or ~/.pgpass" : undefined);
  if (secret !== undefined) throw new PmpcError("secret-in-code", `${name} would put a secret into the code`, { hint: `leave it out, and set it in the environment: ${secret}`, exit: exit.refused });
  return [name, value === "true" ? true : value === "false" ? false : value];
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
