/** The page's one way to make elements: text is always text, never markup. */

export type Child = Node | string | null;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) {
    if (child !== null) made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return made;
}

/** An element of index.html that must be there. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`got no element #${id}, expected one in index.html; add it`);
  return found as T;
}
