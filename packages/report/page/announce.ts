import { element } from "./dom.js";

/** Says something to everybody: as a short note on the page, and to screen readers. */
export type Announce = (text: string) => void;

const SHOWN_MS = 4000;

/** Puts the place for notes on the page. */
export function createAnnounce(page: HTMLElement): Announce {
  const note = element("div", { class: "note", attributes: { role: "status", "aria-live": "polite" } });
  page.append(note);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(timer);
    note.textContent = text;
    note.classList.add("shown");
    timer = setTimeout(() => note.classList.remove("shown"), SHOWN_MS);
  };
}
