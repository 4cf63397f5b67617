import { expect } from "chai";
import fc from "fast-check";
import { parseRequest } from "../../../generator/gate/parse";

const form = { "content-type": "application/x-www-form-urlencoded" };
const parse = (method: string, url: string, text = "", headers: Record<string, string> = text === "" ? {} : form) => parseRequest({ method, url: `/api2/json${url}`, headers, text });
const addressOf = (url: string) => {
  const request = parse("GET", url);
  return "status" in request ? request.status : request.address;
};

describe("a request of the provider", () => {
  it("has one spelling, whatever it came in", () => {
    const spellings = ["/nodes/pve/qemu/100/config", "//nodes//pve/qemu/100/config/", "/nodes/pve/qemu%2F100/config", "/nodes/pve%2fqemu/100%2Fconfig", "/n%6fdes/pve/%71emu/1%30%30/config"];
    expect(spellings.map(addressOf)).to.deep.equal(spellings.map(() => "/nodes/pve/qemu/100/config"));
    expect(addressOf("/nodes/pve/storage/local/content/local%3A100%2Fvm-100-disk-0.raw")).to.equal("/nodes/pve/storage/local/content/local%3A100/vm-100-disk-0.raw");
  });

  it("is refused where two readers might read it in two ways", () => {
    const wrong = ["/nodes/pve/../pve2/qemu", "/nodes/pve/qemu/100/./config", "/nodes/%2e%2e/qemu", "/nodes/pve/qemu/100%252Fconfig", "/nodes/pve/%2571emu/100", "/nodes\\pve", "/nodes/pve%5cqemu", "/nodes/pve%00", "/nodes/%ff", "/nodes/pve\n"];
    expect(wrong.map(addressOf)).to.deep.equal(wrong.map(() => 400));
    expect(["/api2/extjs/nodes", "/api2/jsonx/nodes", "https://pve/api2/json/nodes", "/"].map((url) => parseRequest({ method: "GET", url, headers: {}, text: "" }))).to.satisfy((all: object[]) => all.every((one) => "status" in one && one.status === 400));
    expect(["PATCH", "CONNECT", "OPTIONS", "get", "HEAD"].map((method) => parse(method, "/nodes"))).to.satisfy((all: object[]) => all.every((one) => "status" in one && one.status === 501));
  });

  it("says each parameter once, in the query or in the body, and sends nothing but a form", () => {
    expect(parse("PUT", "/pools?poolid=a%2Fb", "vms=100;delete=1")).to.deep.include({ query: { poolid: "a/b" }, form: { vms: "100", delete: "1" }, address: "/pools?poolid=a%2Fb" });
    // The provider says lists so: Proxmox VE joins the first with commas.
    expect(parse("PUT", "/nodes/pve/lxc/200/config", "delete=net1&delete=net2")).to.deep.include({ form: { delete: "net1,net2" } });
    expect(parse("POST", "/cluster/mapping/pci", "id=gpu&map=id%3D1,node%3Da&map=id%3D1,node%3Db")).to.deep.include({ form: { id: "gpu", map: "id=1,node=a\0id=1,node=b" } });
    expect(parse("PUT", "/cluster/mapping/pci/gpu", "map=a%00b")).to.include({ status: 400 });
    const wrong = [["PUT", "/pools?poolid=a", "poolid=b"], ["PUT", "/pools?poolid=a&poolid=b", ""], ["POST", "/nodes/pve/qemu", "vmid=100&vmid=101"], ["POST", "/nodes/pve/qemu", "vmid=100;vm%69d=101"], ["DELETE", "/nodes/pve/qemu/100", "purge=1"], ["GET", "/nodes", "a=b"]] as const;
    for (const [method, url, text] of wrong) expect(parse(method, url, text), `${method} ${url} ${text}`).to.include({ status: 400 });
    for (const type of ["application/json", "text/plain", ""]) expect(parse("POST", "/nodes/pve/qemu", '{"vmid":100}', { "content-type": type })).to.include({ status: 400 });
  });

  it("is, written anew, what was read: nobody who decodes it once reads anything else", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("/", ".", "%", "2", "f", "F", "5", "c", "q", "\\", "?", "&", ";", "=", "+", " ", "ü", "\0") }), (text) => {
        const request = parse("GET", `/${text}`);
        if ("status" in request) return;
        const [path = "", query = ""] = request.address.split("?");
        expect(path.split("/").slice(1).filter((part) => part !== "").map(decodeURIComponent)).to.deep.equal(request.path);
        expect(Object.fromEntries(new URLSearchParams(query))).to.deep.equal({ ...request.query });
        expect(request.path.some((part) => /^\.{0,2}$|[/\\\0]/.test(part))).to.equal(false);
        const again = parse("GET", request.address);
        expect("status" in again ? again : again.address).to.equal(request.address);
      }),
    );
  });
});
