import { join } from "node:path";
import ts from "typescript";

/** What an editor offers at `|` in a file of a folder. */
export function completions(folder: string, marked: string, moduleResolution: ts.ModuleResolutionKind): string[] {
  const path = join(folder, "edited.ts");
  const text = marked.replace("|", "");
  const module = moduleResolution === ts.ModuleResolutionKind.NodeNext ? ts.ModuleKind.NodeNext : ts.ModuleKind.ESNext;
  const read = (file: string) => (file === path ? text : ts.sys.readFile(file));
  const service = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const content = read(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => ({ module, moduleResolution, types: [] }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === path || ts.sys.fileExists(file),
    readFile: read,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  });
  return (service.getCompletionsAtPosition(path, marked.indexOf("|"), {})?.entries ?? []).map(({ name }) => name);
}
