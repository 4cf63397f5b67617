/**
 * What Terraform may do to what a construct stands for: `protect` refuses every plan that would destroy or replace it, `destroy`
 * allows it.
 */
export type RemovalPolicy = "protect" | "destroy";
