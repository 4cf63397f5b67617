import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import type { WriteReport } from "../../generator/renew/write-report";
import { selfSigned } from "../../generator/transport/self-signed";
import { startSimulator, type Simulator } from "../../generator/simulator/simulator";
import { schema } from "../support/terraform";
import { attachProvider } from "../support/terraform-provider/server";
import { home, newFolder, pmpc, remove, type Ended } from "./command";

const cases = join(home, "test/fixture/field-cases");

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("pmpc with something in between", function () {
  let folder: string;
  let simulator: Simulator;
  let server: ChildProcess | undefined;
  let endpoint: string;
  let fingerprint: string;
  let log = "";

  before(async () => {
    simulator = await startSimulator();
  });
  after(() => simulator.close());
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(async () => {
    if (server?.exitCode === null) {
      server.kill();
      await once(server, "exit");
    }
    remove(folder);
  });

  /** Puts a field case's own server before the simulator. */
  async function stand(script: string, ...args: readonly string[]): Promise<void> {
    const certificate = selfSigned({ dns: ["localhost"], ip: ["127.0.0.1"] }, new Date());
    const files = { KEY_FILE: join(folder, "key.pem"), CERT_FILE: join(folder, "cert.pem") };
    writeFileSync(files.KEY_FILE, certificate.key);
    writeFileSync(files.CERT_FILE, certificate.cert);
    const port = await freePort();
    server = spawn(process.execPath, [join(cases, script), String(port), new URL(simulator.endpoint).port, ...args], { env: { ...process.env, ...files }, stdio: ["ignore", "pipe", "pipe"] });
    log = "";
    server.stderr!.on("data", (chunk: Buffer) => (log += chunk.toString()));
    await once(server.stdout!, "data");
    [endpoint, fingerprint] = [`https://127.0.0.1:${port}`, certificate.fingerprint256];
  }

  const tell = (...args: string[]): Promise<Ended> => pmpc(["import", "--endpoint", endpoint, "--fingerprint", fingerprint, "--out", "x", ...args], folder);
  const withToken = (...args: string[]) => tell("--api-token", simulator.tokens.auditor, "--no-verify", ...args);

  for (const mode of ["bucket", "bucket503"]) {
    it(`reads everything where no more than five requests a second get through (${mode})`, async () => {
      await stand("lxc-reverse-proxy/proxy.mjs", mode);
      const { stdout, stderr } = await withToken("--json");
      const { guests } = JSON.parse(stdout) as WriteReport;
      expect(stderr).to.equal("");
      expect(guests.map(({ key, outcome }) => `${key} ${outcome}`).filter((line) => !line.endsWith(" imported"))).to.deep.equal([]);
      expect(guests).to.have.lengthOf(15);
    });
  }

  it("says that a path is not used, and that what answers is not Proxmox VE", async () => {
    await stand("lxc-reverse-proxy/proxy.mjs", "path");
    endpoint += "/pve";
    const { code, stderr } = await withToken();
    expect(code).to.equal(5);
    expect(stderr).to.contain("ignore the endpoint's path /pve").and.contain("does not answer like Proxmox VE: 404 text/html").and.contain("whether a proxy is in between");
  });

  for (const [mode, says] of [
    ["redirect", "does not answer like Proxmox VE: 302, which leads to auth.example.net"],
    ["html502", "does not answer like Proxmox VE: 502 text/html"],
    ["html200", "does not answer like Proxmox VE: 200 text/html"],
  ] as const) {
    it(`names what it is: ${mode}`, async () => {
      await stand("lxc-reverse-proxy/proxy.mjs", mode);
      const { code, stderr } = await withToken();
      expect(stderr).to.contain(says).and.contain("in between");
      expect(code).to.equal(5);
    });
  }

  it("spends a one-time code once: for an import with its proof, and for an apply with all of its steps", async function () {
    await stand("lxc-totp/server.mjs");
    const logins = () => log.split("\n").filter((line) => line.startsWith("{")).length;
    const as = ["--username", "root@pam", "--password", "pmpc"];
    const { code, stdout } = await tell(...as, "--otp", "123456", "--filter", "vmid=200");
    expect(code).to.equal(0);
    if (/neither terraform nor tofu/.test(stdout)) return this.skip();
    expect(logins()).to.equal(2);
    const without = await pmpc(["plan", ...as], join(folder, "x"));
    expect([without.code, without.stderr]).to.satisfy(([exit, said]: [number, string]) => exit === 4 && /root@pam needs a second factor\n.*--otp/.test(said));
    const provider = await attachProvider("bpg/proxmox", schema);
    try {
      const before = logins();
      const applied = await pmpc(["apply", ...as, "--otp", "123456", "--yes", "--allow-changes"], join(folder, "x"), { TF_REATTACH_PROVIDERS: provider.reattach, TF_CLI_CONFIG_FILE: "/dev/null" });
      expect(applied.code, applied.stderr).to.equal(0);
      expect(logins() - before).to.equal(2);
    } finally {
      provider.close();
    }
    expect(readFileSync(join(folder, "x/main.ts"), "utf8")).to.not.contain("123456");
  });
});
