/** What an element is made with. */
export interface ElementOptions {
  readonly class?: string | undefined;
  /** Attributes; `true` sets one without a value, `false` and `undefined` leave it out. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Custom properties and styles, set through the CSSOM: a style attribute would break the page's policy. */
  readonly style?: Readonly<Record<string, string>>;
  readonly onClick?: (event: MouseEvent) => void;
}

type Child = Node | string | undefined;

/** Makes an element. Text is always text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [name, value] of Object.entries(options.style ?? {})) made.style.setProperty(name, value);
  if (options.onClick !== undefined) made.addEventListener("click", options.onClick as EventListener);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that does something on this page. */
export function button(label: Child, onClick: () => void, options: ElementOptions = {}): HTMLButtonElement {
  const { attributes, ...rest } = options;
  return element("button", { ...rest, attributes: { type: "button", ...attributes }, onClick: () => onClick() }, label);
}
