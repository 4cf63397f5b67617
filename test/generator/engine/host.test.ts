import { expect } from "chai";
import type { Event } from "../../../generator/engine/event";
import { speak } from "../../../generator/engine/host";
import { checkUsername, parseToken } from "../../../generator/transport/credential";
import { parseEndpoint } from "../../../generator/transport/endpoint";
import { thrown } from "../../support/thrown";

/** A person who gives these answers, one after the other. */
function person(...answers: readonly (string | undefined)[]) {
  const left = [...answers];
  const told: Event[] = [];
  const voice = speak({ notify: (event) => void told.push(event), ask: async () => ((value) => (value === undefined ? undefined : { value }))(left.shift()) }, "1");
  return { voice, told, left };
}

describe("a question", () => {
  it("is asked again after an answer that cannot be one, and tells what is wrong with it", async () => {
    const { voice, told, left } = person("127.0.0.1:28006", "root@pam", "more");
    expect(await voice.ask({ code: "username", says: "User with realm (root@pam)", about: [], data: {} }, checkUsername)).to.equal("root@pam");
    expect(told.map(({ code, says }) => [code, says])).to.deep.equal([["wrong-answer", 'the user "127.0.0.1:28006" has no realm\nroot@pam and kim@pve are users']]);
    expect(left).to.deep.equal(["more"]);
  });

  it("ends where the same wrong answer comes twice, and where nobody answers any more", async () => {
    const endpoint = { code: "endpoint", says: "Endpoint", about: [], data: {} } as const;
    expect(await thrown(person("http://pve", "http://pve", "pve1.lan").voice.ask(endpoint, parseEndpoint))).to.include({ code: "invalid-endpoint" });
    expect(await thrown(person("http://pve", undefined, "pve1.lan").voice.ask(endpoint, parseEndpoint))).to.include({ code: "missing-option" });
    expect(await person("http://pve", "pve1:x", "pve1.lan").voice.ask(endpoint, parseEndpoint)).to.equal("pve1.lan");
  });

  it("does not repeat a secret that cannot be one", async () => {
    const { voice, told } = person("pmpc@pve!import", "pmpc@pve!import=5ecret");
    expect(await voice.ask({ code: "api-token", says: "API token", about: [], data: {} }, parseToken)).to.equal("pmpc@pve!import=5ecret");
    expect(JSON.stringify(told)).to.include("not of the form user@realm!name=secret").and.not.include("pmpc@pve!import");
  });
});
