import { quote } from "../typescript/text";
import { printExpression } from "../typescript/print";
import { call, literal, name, object, property, type Expression } from "../typescript/syntax";

/** What a test of one guest is written from. */
export interface GuestTest {
  /** `VirtualMachine` */
  readonly construct: string;
  readonly id: string;
  /** What was ordered, in the order of the props. */
  readonly props: readonly (readonly [string, Expression])[];
  /** Whether a size is among them. */
  readonly hasSize: boolean;
  /** The class of the stack, and how the test's file imports it. */
  readonly stack: { readonly className: string; readonly from: string };
}

/** A test of one guest: that the code says what was ordered. */
export function printGuestTest({ construct, id, props, hasSize, stack }: GuestTest, says: string): string {
  const expectation = call(name("template", `has${construct}`), literal(id), object(props.map(([prop, value]) => property(prop, value))));
  const test = printExpression(expectation, 4).replaceAll("\n", "\n    ");
  return `// ${says}
import { Testing } from "cdktf";
${hasSize ? 'import { Size } from "pmpc";\n' : ""}import { Template } from "pmpc/testing";
import { ${stack.className} } from ${quote(stack.from)};

describe(${quote(id)}, () => {
  it("is as it was ordered", () => {
    const template = Template.fromStack(new ${stack.className}(Testing.app()));
    ${test};
  });
});
`;
}
