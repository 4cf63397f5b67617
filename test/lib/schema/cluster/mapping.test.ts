import { expect } from "chai";
import { clusterTableOf } from "../../../../lib/schema/cluster/all";
import { readDocument } from "../../../../lib/schema/cluster/read";

const table = clusterTableOf("proxmox_hardware_mapping_pci")!;
const commentOf = (description: string) => readDocument(table, { id: "gpu", description, map: [`description=${description},id=10de:26b9,node=pve1,path=0000:41:00.0`] }) as { readonly comment: string; readonly map: readonly { readonly comment: string }[] };

describe("notes of a mapping", () => {
  it("are read as the provider reads them: decoded where all of the text can be", () => {
    for (const [text, read] of [["what%3A", "what:"], ["100%", "100%"], ["50% off%20", "50% off%20"], ["%FF", "%FF"], ["a+b", "a+b"], ["f%C3%BCr", "für"]] as const) {
      expect(commentOf(text).comment, text).to.equal(read);
      expect(commentOf(text).map[0]!.comment, text).to.equal(read);
    }
  });
});
