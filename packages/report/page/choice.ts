import { element } from "./dom.js";

let made = 0;

/** A few things of which one is chosen, as radio buttons that look like one piece. */
export function choice<Value extends string>(
  legend: string,
  values: readonly (readonly [Value, string])[],
  chosen: Value,
  onChoose: (value: Value) => void,
): HTMLElement {
  made += 1;
  const name = `choice-${made}`;
  const options = values.map(([value, label]) => {
    const input = element("input", { attributes: { type: "radio", name, value, checked: value === chosen } });
    input.addEventListener("change", () => onChoose(value));
    return element("label", {}, input, element("span", {}, label));
  });
  return element("fieldset", { class: "choice" }, element("legend", { class: "hidden" }, legend), ...options);
}
