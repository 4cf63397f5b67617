import { append } from "../audit/log";
import type { Entry } from "../audit/record";
import { redacted } from "../../lib/pve/secret";
import type { Passing } from "./approve";
import { isRead, refuse, type GateResponse, type Handler } from "./message";
import type { Stopped } from "./approval";

/** Whose writes are written down, and where. */
export interface Writer {
  /** The workspace. */
  readonly root: string;
  /** `apply` */
  readonly verb: string;
  readonly plan: string;
}

/** Writes down what passes a gate, and what was stopped. */
export interface Scribe {
  /** Sends a write once it is written down, and not at all where it cannot be. */
  send(passing: Passing): Promise<GateResponse>;
  /** Watches for the ends of the tasks that writes began: the provider waits for them. */
  watch(next: Handler): Handler;
  stopped(stopped: Stopped): void;
  /** Waits until all of it is written. */
  end(): Promise<void>;
}

export function scribe({ root, verb, plan }: Writer, next: Handler): Scribe {
  const tasks = new Map<string, { readonly n: number; readonly key?: string }>();
  const at = () => new Date().toISOString();
  let last = Promise.resolve<unknown>(undefined);
  // One after the other: they all go to the end of one file.
  const write = (entry: Omit<Entry, "person" | "verb" | "plan">) => {
    const written = last.then(() => append(root, { verb, plan, ...entry }));
    last = written.catch(() => {});
    return written;
  };
  const complain = (error: unknown) => void process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const open = new Set<Promise<GateResponse>>();
  return {
    send(passing) {
      const sending = send(passing).finally(() => open.delete(sending));
      open.add(sending);
      return sending;
    },
    watch: (read) => async (request) => {
      const answer = await read(request);
      const task = isRead(request) && request.path[2] === "tasks" && request.path[4] === "status" ? request.path[3] : undefined;
      const begun = task === undefined ? undefined : tasks.get(task);
      const { status, exitstatus } = (answer.status === 200 ? (answer.data ?? {}) : {}) as { readonly status?: unknown; readonly exitstatus?: unknown };
      if (task === undefined || begun === undefined || status !== "stopped" || typeof exitstatus !== "string") return answer;
      tasks.delete(task);
      const { n, ...who } = begun;
      await write({ at: at(), ...who, of: n, answer: exitstatus, task }).catch(complain);
      return answer;
    },
    stopped({ at: when, key, request, why }) {
      void write({ at: when, ...(key === undefined ? {} : { key }), asked: { request }, answer: `stopped: ${why}` }).catch(complain);
    },
    async end() {
      await Promise.allSettled(open);
      await last;
    },
  };

  async function send({ request, key, before, secrets }: Passing): Promise<GateResponse> {
    const { method, address, form } = request;
    const who = key === undefined ? {} : { key };
    const said = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, secrets.includes(name) ? redacted : value]));
    const asked = { request: `${method} ${address}`, ...said };
    let n: number;
    try {
      ({ n } = await write({ at: at(), ...who, asked, ...(before === undefined ? {} : { before }) }));
    } catch (error) {
      complain(error);
      return refuse(`it cannot be written down, so it is not done: ${error instanceof Error ? error.message : String(error)}`);
    }
    const answer = await next(request);
    const task = typeof answer.data === "string" && answer.data.startsWith("UPID:") ? answer.data : undefined;
    if (task !== undefined) tasks.set(task, { n, ...who });
    const words = answer.status === 200 ? (task === undefined ? "OK" : "begun") : `${answer.status} ${answer.reason ?? ""}`.trim();
    await write({ at: at(), ...who, of: n, answer: words, ...(task === undefined ? {} : { task }) }).catch(complain);
    return answer;
  }
}
