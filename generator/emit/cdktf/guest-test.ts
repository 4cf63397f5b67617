import { quote } from "../typescript/text";
import { printExpression } from "../typescript/print";
import { call, literal, name, object, property, type Expression } from "../typescript/syntax";

/** What a test of one guest is written from. */
export interface GuestTest {
  /** `VirtualMachine` */
  readonly construct: string;
  readonly id: string;
  /** What it has to have, in the order of the props. */
  readonly props: readonly (readonly [string, Expression])[];
  /** The class of the stack, and how the test's file imports it. */
  readonly stack: { readonly className: string; readonly from: string };
}

/** A test of one guest: that the code declares it. */
export function printGuestTest({ construct, id, props, stack }: GuestTest, says: string): string {
  const expectation = call(name("template", `has${construct}`), literal(id), object(props.map(([prop, value]) => property(prop, value))));
  const test = printExpression(expectation, 4).replaceAll("\n", "\n    ");
  return `// ${says}
import { Testing } from "cdktf";
import { Template } from "pmpc/testing";
import { ${stack.className} } from ${quote(stack.from)};

describe(${quote(id)}, () => {
  it("is declared", () => {
    const template = Template.fromStack(new ${stack.className}(Testing.app()));
    ${test};
  });
});
`;
}
