import type { Construct } from "constructs";
import { text } from "./check/kind";
import { checkWord } from "./managed";
import type { IAclTarget, INode } from "./reference";

/** One of the machines that the cluster is made of. */
export class Node {
  /** Refers to a node; nodes are there before any code is. */
  static fromName(scope: Construct, nodeName: string): INode & IAclTarget {
    checkWord(scope, "Node.fromName", text, nodeName);
    return { nodeName, aclPath: `/nodes/${nodeName}` };
  }
}
