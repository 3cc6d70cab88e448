/** A language's texts in the shape of the English ones: every key, and no other. */
export type Texts<Shape> = { readonly [Key in keyof Shape]: Shape[Key] extends string ? string : Texts<Shape[Key]> }
