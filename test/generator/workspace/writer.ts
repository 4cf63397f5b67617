import type { GeneratedFile } from "../../../generator/workspace/file";
import { writeFiles } from "../../../generator/workspace/workspace";

/** Writes one generation of files after another until it is killed; a file comes and goes. */
async function write(root: string, size: number): Promise<void> {
  for (let generation = 1; ; generation++) {
    const count = size - (generation % 2);
    const files: GeneratedFile[] = Array.from({ length: count }, (_, index) => ({
      path: `guests/${index}.ts`,
      content: `generation ${generation}\n`,
      mode: "owned",
    }));
    await writeFiles(root, files);
    process.stdout.write(`${generation}\n`);
  }
}

void write(process.argv[2]!, Number(process.argv[3]));
