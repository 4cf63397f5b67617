export function reportSchemas(folder: string, entries: readonly { readonly name: string; readonly file: string; readonly member: string }[]): Record<string, Record<string, unknown>>;
