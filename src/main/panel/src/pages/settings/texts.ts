type Underscored<T extends string> = T extends `${infer A}.${infer B}` ? `${A}_${B}` : T;

/** The name of a field's texts: a dot is a sign of the catalogue. */
export function textOf<T extends string>(key: T): Underscored<T> {
  return key.replace('.', '_') as Underscored<T>;
}
