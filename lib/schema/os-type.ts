const linux = ["l24", "l26"];
const windows = ["w2k", "w2k3", "w2k8", "win7", "win8", "win10", "win11", "wvista", "wxp"];

/** The values of a virtual machine's `ostype`. */
export const osTypes = [...linux, "other", "solaris", ...windows] as const;

export const isLinux = (osType: unknown) => linux.includes(String(osType));
export const isWindows = (osType: unknown) => windows.includes(String(osType));
