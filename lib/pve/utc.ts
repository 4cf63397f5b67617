/** A time as people read it: `2026-11-29 14:05 UTC`. Takes ISO 8601 in UTC. */
export const utc = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;
