// Perl matches in bytes here: blanks are ASCII's alone. What else JavaScript takes for one, such as a no-break space, is a part of a word.

/** A pattern for one line, as Perl matches it in bytes; a dot is whatever is in the line. */
export const perl = ({ source, flags }: RegExp) => new RegExp(source.replaceAll("\\s", "[\\t\\v\\f\\r ]").replaceAll("\\S", "[^\\t\\v\\f\\r ]"), `${flags}s`);

/** The items of a list; commas, semicolons and blanks part them alike. */
export const splitList = (text: string): string[] => text.split(/[\t\n\v\f\r ,;]+/);

/** Whether there is nothing but blanks in it. */
export const isBlank = (text: string): boolean => /^[\t\n\v\f\r ]*$/.test(text);
