/** Whether a store's place is a database of PostgreSQL's. */
export const isPostgres = (place: string): boolean => /^postgres(ql)?:\/\//.test(place);

/** A URL as it may be shown: without a password, even if one was put there. */
export const withoutPassword = (url: string): string => url.replace(/^(\w+:\/\/[^/@?:]*):[^/?]*@/, "$1@").replace(/([?&]password=)[^&]*/gi, "$1…");
