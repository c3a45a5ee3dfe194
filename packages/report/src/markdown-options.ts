/** How Markdown looks. */
export interface MarkdownOptions {
  /** How many rows a table shows at most. Default 10. */
  readonly rows?: number | undefined;
}

/** The defaults of {@link MarkdownOptions}. */
export const MARKDOWN_DEFAULTS: { readonly [K in keyof MarkdownOptions]-?: NonNullable<MarkdownOptions[K]> } = {
  rows: 10,
};
