/**
 * The one typed field. Its text is in the field and nowhere else of the document, and goes when the step is left: it is set
 * and read here, never through an attribute.
 */
export const field: { current: (HTMLInputElement & HTMLTextAreaElement) | null } = { current: null }

export const typed = (): string => field.current?.value ?? ''

export function setTyped(text: string): void {
  if (field.current) field.current.value = text
}
