import { append } from "../audit/log";
import type { Operator } from "../operate/operator";

/** An operator that writes down what it does: before it does it, with the guest's configuration, and again how it ended. */
export function audited(operator: Operator, root: string, now: () => Date): Operator {
  return {
    ...operator,
    async run(order, watch) {
      const { verb, type, vmId, node, parameters } = order;
      const before = verb === "create" ? undefined : await operator.config({ type, vmId, node }, { current: true }).catch(() => undefined);
      const at = () => now().toISOString();
      const key = `${type}/${vmId}`;
      const { n } = await append(root, { at: at(), verb, key, asked: { node, ...parameters }, ...(before === undefined ? {} : { before }) });
      try {
        const end = await operator.run(order, watch);
        await append(root, { at: at(), verb, key, of: n, answer: end.ended ? (end.warnings > 0 ? `OK, ${end.warnings} warnings` : "OK") : "not waited for", ...(end.task === undefined ? {} : { task: end.task }) });
        return end;
      } catch (error) {
        await append(root, { at: at(), verb, key, of: n, answer: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    },
  };
}
