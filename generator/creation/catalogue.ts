/** A usual image or template: where it is published, and what the file must be. */
export interface Published {
  /** `debian-13` */
  readonly name: string;
  readonly url: string;
  readonly checksum: { readonly algorithm: "sha256" | "sha512"; readonly value: string };
  /** Its name on the storage, where the last part of the address would not tell what it is. */
  readonly fileName?: string;
}

const debian = (release: string, codename: string, build: string, value: string): Published => ({
  name: `debian-${release}`,
  url: `https://cloud.debian.org/images/cloud/${codename}/${build}/debian-${release}-genericcloud-amd64-${build}.qcow2`,
  checksum: { algorithm: "sha512", value },
});
const ubuntu = (release: string, codename: string, build: string, value: string): Published => ({
  name: `ubuntu-${release}`,
  url: `https://cloud-images.ubuntu.com/releases/${codename}/release-${build}/ubuntu-${release}-server-cloudimg-amd64.img`,
  checksum: { algorithm: "sha256", value },
  // It is in the format qcow2, which Proxmox VE tells by the ending.
  fileName: `ubuntu-${release}-server-cloudimg-amd64-${build}.qcow2`,
});
const fedora = (release: string, build: string, value: string): Published => ({
  name: `fedora-${release}`,
  url: `https://download.fedoraproject.org/pub/fedora/linux/releases/${release}/Cloud/x86_64/images/Fedora-Cloud-Base-Generic-${release}-${build}.x86_64.qcow2`,
  checksum: { algorithm: "sha256", value },
});

/** Disk images with cloud-init, for virtual machines. Each is one build, so that its checksum holds. */
export const images: readonly Published[] = [
  debian("13", "trixie", "20260712-2537", "7ae53e9dbee282bfc16f289dec483dde3a8598769c38a267948310f7a2a52c662620198603bc52c142627efba379863d16079698a10b34102d55bcedd40e8d32"),
  debian("12", "bookworm", "20260712-2537", "6c2607f1846ee86040830c87d0b723f0967da3e884ea4673d9db4aa8eee13a4b7c663524bfa42082c16fc6919f3aa1bf425c004d07ff06c53a319ad0c42647bb"),
  ubuntu("24.04", "noble", "20260705", "ffe6203da54deeb6db5d2a98a83f9ec8e55f149d3f7ba622e1abe5fa966ee3d6"),
  ubuntu("22.04", "jammy", "20260705", "ec3cdc1bf496078f645ccc8ac823e17609658753477ebc4e5fb730729ac5b434"),
  fedora("43", "1.6", "846574c8a97cd2d8dc1f231062d73107cc85cbbbda56335e264a46e3a6c8ab2f"),
  fedora("42", "1.1", "e401a4db2e5e04d1967b6729774faa96da629bcf3ba90b67d8d9cce9906bec0f"),
];

const system = (name: string, file: string, value: string): Published => ({ name, url: `http://download.proxmox.com/images/system/${file}`, checksum: { algorithm: "sha512", value } });

/** Templates that Proxmox publishes, for containers. */
export const templates: readonly Published[] = [
  system("debian-13", "debian-13-standard_13.6-1_amd64.tar.zst", "4c0c27ca6ceab5ef0b84db57825a00f26157ef1854bafe97297813e1cbe8ecb8cc9c453cab6b3b0efe1ba193a50c47ece1e41d950e411b8730b835b71e9e754b"),
  system("debian-12", "debian-12-standard_12.12-1_amd64.tar.zst", "50c85eaaece677a3ebe01cc909b83872e9da2a22c29ae652838afce71e83222fdf40f6accecd7d52b180e912fc1f85ecdf7b3fc4d3027da4d865e509a9e76597"),
  system("ubuntu-26.04", "ubuntu-26.04-standard_26.04-1_amd64.tar.zst", "d5607f124d01f8ddfebd8e7da34c0022fb2a464e1662ee1e39a13f5ed1bae08a7364c486247fbd9f69f26c710729884ee5047aadb89f33a40066cd5f0d9def88"),
  system("ubuntu-24.04", "ubuntu-24.04-standard_24.04-2_amd64.tar.zst", "45c2978e6b97fe292ada95fe06834276015e5739a594db4de2fdfd830fa0c37942e8ae118fc1e32ffd9154b3f9378b592738b668ea3957db41f2907b86f219de"),
  system("alpine-3.24", "alpine-3.24-default_20260714_amd64.tar.xz", "9877b74de4c4878b70450502618f7b02952e792afdbc91f146f6cba507432dae516674d0bb3a306484d58edc722ff63db1ed3c4e5b0954fb2a2773ec8d8f33bd"),
  system("alpine-3.22", "alpine-3.22-default_20250617_amd64.tar.xz", "1900ccb1b092b5563c0430ff9d9ede63c23bf2fa4a872b8816d2b03d711c76c1d2ea2241796ebaa58292caee75a01e325b7a9c86f63e36d9f9425b45e0115469"),
  system("rockylinux-10", "rockylinux-10-default_20251001_amd64.tar.xz", "025d346a9aa9b27b90c28147cece917659cb320508cf248f59c776a00fd3a7009a9e1e0812217c990398588bb11b5a38abca82c0991a161ba3f27e1c6ee190ac"),
  system("almalinux-10", "almalinux-10-default_20250930_amd64.tar.xz", "ba26baea9b73188f1ec308f27a3c3e4efcd7fc8bfca976dc2dfffc89c5681df4ac3a96e136f841d769a8b6a04c6cf0db97ffef70def853a0c3486c90a30e3418"),
  system("fedora-44", "fedora-44-default_20260713_amd64.tar.xz", "868c83c15ba476aed986f324e698ac5d80c59f49440f70036da350d2faf0b117435150fce853ca6d553005da86956f0b71d34b40a94456473ad09fc87395d5c9"),
];

/** The usual one that a word means: `debian-13`, `debian13`, `debian` for the newest. */
export function findPublished(all: readonly Published[], word: string): Published | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return all.find(({ name }) => plain(name) === plain(word)) ?? all.find(({ name }) => plain(name.split("-")[0]!) === plain(word));
}
