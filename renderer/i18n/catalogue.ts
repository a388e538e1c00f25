/** The shape of a catalogue with every sentence replaceable: a translation that misses or adds a key does not compile. */
export type Catalogue<T> = { readonly [K in keyof T]: T[K] extends string ? string : Catalogue<T[K]> };
