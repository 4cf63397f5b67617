import type { AnyKind, Field, Form, Kind } from "./kind";

export function formOf(fields: ReadonlyMap<string, Field>): Form {
  const all = [...fields];
  return {
    fields,
    secret: all.some(([, { kind }]) => kind.secret === true),
    example(got) {
      const required = all.filter(([, field]) => field.required);
      const shown = required.length > 0 ? required : [all.find(([, field]) => field.telling) ?? all[0]!];
      return `{ ${shown.map(([prop, { kind }]) => `${prop}: ${kind.example(shown.length === 1 ? got : undefined)}`).join(", ")} }`;
    },
  };
}

/** The kinds of an interface's props: the compiler wants one for each. */
export type Kinds<P> = { readonly [K in keyof P]-?: object extends Pick<P, K> ? Kind<NonNullable<P[K]>> : Required<NonNullable<P[K]>> };

interface Required<T> extends Field {
  readonly kind: Kind<T>;
  readonly required: true;
}

/** A prop that must be said. */
export const required = <T>(kind: Kind<T>): Required<T> => ({ kind, required: true });

/** The form of a construct's props, where no table has them. */
export function formOfKinds<P>(kinds: Kinds<P>): Form {
  const fields = Object.entries(kinds as Readonly<Record<string, AnyKind | Field>>);
  return formOf(new Map(fields.map(([prop, one]) => [prop, "kind" in one ? one : { kind: one }])));
}
