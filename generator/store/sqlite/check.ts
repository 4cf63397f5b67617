/** Throws where SQLite's own check of a file has found something. */
export function checkPages([found]: readonly { readonly quick_check: string }[]): void {
  if (found?.quick_check !== "ok") throw Object.assign(new Error(found?.quick_check ?? "nothing came of the check"), { code: "SQLITE_CORRUPT" });
}
