import { Testing } from "cdktf";
import { expect } from "chai";
import { Duration, Image, ProxmoxStack } from "../../constructs/index";
import { problemsOf } from "../support/problems";

describe("an image", () => {
  const to = { node: "pve1", storage: "local" } as const;

  it("says how it is downloaded, checked and unpacked", () => {
    const stack = new ProxmoxStack(Testing.app(), "home");
    new Image(stack, "noble", { ...to, url: "https://example.org/noble.img.zst", content: "iso", fileName: "noble.img", checksum: { algorithm: "sha256", value: "ab" }, compression: "zst", overwrite: false, overwriteUnmanaged: true, verify: false, timeout: Duration.minutes(30) });
    expect(JSON.parse(Testing.synth(stack)).resource.proxmox_download_file.noble).to.deep.include({
      url: "https://example.org/noble.img.zst", content_type: "iso", file_name: "noble.img", checksum: "ab", checksum_algorithm: "sha256", decompression_algorithm: "zst", overwrite: false, overwrite_unmanaged: true, verify: false, upload_timeout: 1800,
    });
  });

  it("is refused where its props are of another kind", () => {
    const problems = problemsOf((stack) => void new Image(stack, "noble", { ...to, url: "https://example.org/a.iso", compression: "rar", overwriteUnmanaged: "yes", verify: 1 } as never));
    expect(problems).to.deep.equal([
      '[home/noble] compression: expected "gz", "lzo", "zst" or "bz2", got "rar"',
      '[home/noble] overwriteUnmanaged: expected true or false, got "yes"',
      "[home/noble] verify: expected true or false, got 1",
    ]);
  });
});
