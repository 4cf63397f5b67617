/** What may be asked while an apply is followed. */
export const followQuestions = ["run-under-way"] as const;
export type Following = (typeof followQuestions)[number];
