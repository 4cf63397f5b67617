/** Programs by which a line of advice begins: Proxmox VE's tools, and those of a desk. */
const program = /^(?:pmpc|npx|npm|qm|pct|pve\w+|ha-manager|vzdump|ssh|export|terraform|tofu)\s/;

/** Whether a line of advice begins with a command; otherwise it is a sentence. */
export const hasCommand = (line: string): boolean => program.test(line);

/** Whether a line of advice is a command with options, which has to be copied whole: a line break in it would make two commands of it. */
export const isCommand = (line: string): boolean => hasCommand(line) && /\s--?\w|='/.test(line) && !isProse(line);

/** A sentence that begins with a command goes on after it. */
const isProse = (line: string) => /[;,:] \w*[a-z-]/.test(line.replace(/'[^']*'|"[^"]*"/g, ""));
