import type { AnyKind, Kind } from "./kind";

/** A prop: what it may be, and whether it must be said. */
export interface Field {
  readonly kind: AnyKind;
  readonly required?: boolean;
  /** Says what the object is about, as no other prop does. */
  readonly telling?: boolean;
}

/** What an object of props may say. */
export interface Form {
  readonly fields: ReadonlyMap<string, Field>;
  /** Something in it is secret. */
  readonly secret: boolean;
  /** `{ cores: 4 }` */
  readonly example: (got?: unknown) => string;
}

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
