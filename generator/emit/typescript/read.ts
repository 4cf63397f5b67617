import { parse } from "@babel/parser";
import type { Comment, File, Node } from "@babel/types";
import type { Element, Expression, Member } from "./syntax";

/** Reads a statement that pmpc printed, which is one expression; undefined if it is anything else. */
export function readStatement(text: string): Expression | undefined {
  let file: File;
  try {
    file = parse(text, { sourceType: "module", plugins: ["typescript"] });
  } catch {
    return undefined;
  }
  const [statement, ...others] = file.program.body;
  return statement?.type === "ExpressionStatement" && others.length === 0 ? new Reading(text, file.comments ?? []).expression(statement.expression) : undefined;
}

class Reading {
  constructor(
    private readonly text: string,
    private readonly comments: readonly Comment[],
  ) {}

  expression(node: Node): Expression | undefined {
    switch (node.type) {
      case "StringLiteral":
      case "NumericLiteral":
      case "BooleanLiteral":
        return { is: "literal", value: node.value };
      case "UnaryExpression":
        return node.operator === "-" && node.argument.type === "NumericLiteral" ? { is: "literal", value: -node.argument.value } : undefined;
      case "Identifier":
      case "MemberExpression": {
        const path = pathOf(node);
        return path && { is: "name", path };
      }
      case "NewExpression":
      case "CallExpression":
        return this.call(node);
      case "ArrayExpression": {
        const elements = node.elements.map((one) => one && this.element(one));
        return elements.every((one): one is Element => one != null) ? { is: "array", elements } : undefined;
      }
      case "ObjectExpression":
        return this.object(node);
      default:
        return undefined;
    }
  }

  private call(node: Extract<Node, { type: "NewExpression" | "CallExpression" }>): Expression | undefined {
    const { callee } = node;
    if (callee.type === "MemberExpression" && callee.object.type === "ArrayExpression") {
      const lines = callee.object.elements.map((one) => (one?.type === "StringLiteral" ? one.value : undefined));
      return lines.every((one) => one !== undefined) ? { is: "lines", lines } : undefined;
    }
    const called = this.expression(callee);
    const args = node.arguments.map((one) => this.expression(one));
    if (called === undefined || !args.every((one) => one !== undefined)) return undefined;
    return { is: "call", callee: called, args, ...(node.type === "NewExpression" ? { isNew: true } : {}) };
  }

  private element(node: Node): Element | undefined {
    const value = this.expression(node);
    const rest = /^,?[ \t]*(?=\/\/)/.exec(this.text.slice(node.end!));
    const comment = rest && this.comments.find(({ start }) => start === node.end! + rest[0].length);
    return value && { value, ...(comment ? { comment: comment.value.trim() } : {}) };
  }

  private object(node: Extract<Node, { type: "ObjectExpression" }>): Expression | undefined {
    const members: Member[] = [];
    let at = node.start! + 1;
    for (const one of node.properties) {
      members.push(...this.remarks(at, one.start!));
      const name = one.type !== "ObjectProperty" || one.computed ? undefined : one.key.type === "Identifier" ? one.key.name : one.key.type === "StringLiteral" ? one.key.value : undefined;
      const value = one.type === "ObjectProperty" ? this.expression(one.value) : undefined;
      if (name === undefined || value === undefined) return undefined;
      members.push({ is: "property", name, value });
      at = one.end!;
    }
    members.push(...this.remarks(at, node.end!));
    return { is: "object", members, ...(this.text[node.start! + 1] === "\n" ? { tall: true } : {}) };
  }

  private remarks(start: number, end: number): Member[] {
    return this.comments.filter((one) => one.start! >= start && one.end! <= end).map(({ value }) => ({ is: "comment", text: value.trim() }));
  }
}

function pathOf(node: Node): readonly string[] | undefined {
  if (node.type === "Identifier") return [node.name];
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return undefined;
  const object = pathOf(node.object);
  return object && [...object, node.property.name];
}
