/** Shapes in a square of 16. */
const SHAPES = {
  folder: "M1.5 3.5h4.6l1.6 1.7h6.8v7.8a.9.9 0 0 1-.9.9H2.4a.9.9 0 0 1-.9-.9z",
  file: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
  link: "M6.5 9.5l3-3M7 4.5l1.2-1.2a2.9 2.9 0 0 1 4.1 4.1L11 8.7M9 11.5l-1.2 1.2a2.9 2.9 0 0 1-4.1-4.1L5 7.3",
  warning: "M8 2l6.5 11.5h-13zM8 6.5v3.4M8 11.4v.6",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.4 10.4L14 14",
  copy: "M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3",
  open: "M9.5 2.5h4v4M13.5 2.5l-6 6M6.5 3.5h-4v10h10v-4",
  out: "M8 13V3.5M3.8 7.7L8 3.5l4.2 4.2",
} as const;

/** A small drawing that goes with a text; nobody needs it read out. */
export function icon(name: keyof typeof SHAPES): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

const SVG = "http://www.w3.org/2000/svg";
