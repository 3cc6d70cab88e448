/**
 * How many pixels of the window one of an element's own takes: 1, or more in a part of the page that is drawn larger (`zoom` in CSS).
 * Browsers that do not tell have 1: there such a part is a little blurred.
 */
export const cssZoom = (element: Element): number => (element as Partial<Element>).currentCSSZoom ?? 1
