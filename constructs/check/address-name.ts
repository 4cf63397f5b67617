import { TerraformDataSource, TerraformOutput, TerraformResource, type TerraformElement } from "cdktf";

// Each export of cdktf is a getter of a getter, and every element is asked.
const { isTerraformResource } = TerraformResource;
const { isTerraformDataSource } = TerraformDataSource;
const { isTerraformOutput } = TerraformOutput;

// Variables are known by what they may hold: cdktf has no test for them.
const isNamed = (element: TerraformElement) =>
  isTerraformResource(element) || isTerraformDataSource(element) || isTerraformOutput(element) || "nullable" in element;

/** What Terraform would refuse as a name: a construct's id may begin with a digit, and what it is called there may not. */
export function oddNames(elements: readonly TerraformElement[]): readonly string[] {
  return elements.flatMap((element) => {
    if (!isNamed(element) || /^[A-Za-z_]/.test(element.friendlyUniqueId)) return [];
    const owner = element.node.id === "Default" ? element.node.scope! : element;
    const below = owner.node.scopes[owner.node.scopes.indexOf(element.cdktfStack) + 1]!;
    return [`${owner.node.path} would be called ${JSON.stringify(element.friendlyUniqueId)} in Terraform, which refuses it; begin the id ${JSON.stringify(below.node.id)} with a letter`];
  });
}
