import { xml } from "../../lib/xml";
import type { CiReport } from "../../generator/verdict/report";
import type { Alert } from "../../generator/verdict/verdict";

/** A verdict as JUnit's XML: a case for each guest, and one for each finding that is about none. Its schema has no attribute for a file: the text says file and line. */
export function junitOf({ guests, findings, problems }: CiReport): string {
  const of = new Map<string, Alert[]>();
  for (const one of findings) of.set(one.key ?? one.guest, [...(of.get(one.key ?? one.guest) ?? []), one]);
  const cases = new Map([...guests.map(({ key, guest }) => [key as string, guest] as const), ...findings.map((one) => [one.key ?? one.guest, one.guest] as const)]);
  const written = [...cases].map(([key, name]) => caseOf(name, of.get(key) ?? []));
  const broken = problems.map((one) => ({ text: `    <testcase classname="pmpc" name="plan"><error message="${xml(one)}"/></testcase>`, failed: false, broken: true }));
  const all = [...written, ...broken];
  const [failures, errors] = [all.filter(({ failed }) => failed).length, all.filter((one) => one.broken).length];
  return [`<?xml version="1.0" encoding="UTF-8"?>`, `<testsuites tests="${all.length}" failures="${failures}" errors="${errors}">`, `  <testsuite name="pmpc" tests="${all.length}" failures="${failures}" errors="${errors}" skipped="0">`, ...all.map(({ text }) => text), "  </testsuite>", "</testsuites>", ""].join("\n");
}

function caseOf(name: string, findings: readonly Alert[]): { readonly text: string; readonly failed: boolean; readonly broken: boolean } {
  const alarms = findings.filter((one) => one.alarms);
  const others = findings.filter((one) => !one.alarms).map(line);
  const head = `    <testcase classname="pmpc" name="${xml(name)}"`;
  if (alarms.length === 0) return { text: others.length === 0 ? `${head}/>` : `${head}><system-out>${xml(others.join("\n"))}</system-out></testcase>`, failed: false, broken: false };
  const isBroken = alarms.every(({ rule }) => rule === "unread");
  const tag = isBroken ? "error" : "failure";
  return { text: `${head}><${tag} type="${alarms[0]!.rule}" message="${xml(line(alarms[0]!))}">${xml(alarms.map(line).join("\n"))}</${tag}></testcase>`, failed: !isBroken, broken: isBroken };
}

const line = ({ rule, says, file, line: at, known }: Alert) => `${rule}: ${says} (${file}:${at})${known === undefined ? "" : `, known ${known}`}`;
