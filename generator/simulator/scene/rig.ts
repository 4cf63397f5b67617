import type { Step } from "./scene";

/**
 * What the place of a recording could not do and a node can: it had no VLANs, no AppArmor, no loop devices, and another QEMU's block devices.
 * Such an answer differs; the files go on as it left them, so that it spoils no comparison behind it.
 */
const shortcomings = [/pve-bridge-hotplug failed/, /Node drive-\w+ is in use/, /no block node found for drive/, /failed to change apparmor profile/, /mount point not attached to a loop device/];

export function isOfTheRig({ body, task }: Step): boolean {
  const said = JSON.stringify([body, task]);
  return shortcomings.some((pattern) => pattern.test(said));
}
