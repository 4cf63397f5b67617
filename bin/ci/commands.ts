import type { CiReport } from "../../generator/verdict/report";

// GitHub shows ten of each kind for a step, and fifty for a job.
const most = 40;

/** A verdict as workflow commands, which GitHub and Forgejo show on the line that they name. */
export function commandsOf({ findings }: CiReport): readonly string[] {
  return findings
    .filter(({ rule }) => rule !== "change")
    .slice(0, most)
    .map(({ rule, guest, says, file, line, alarms, known }) => `::${alarms ? "error" : "notice"} file=${property(file)},line=${line},title=${property(`${rule}: ${guest}`)}::${data(known === undefined ? says : `${says} (known ${known})`)}`);
}

/** Text that comes after the second `::`: it ends with the line, whatever it holds. */
const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** The value of a command's property. */
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
