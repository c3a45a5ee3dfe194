import { type MemoryNode, memorySource, Profile, type Report } from "@transect/core";
import { renderJson } from "@transect/report";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, startBrowser, type TestBrowser } from "./browser.js";
import { EXAMPLE } from "./example-tree.js";
import { numbers, picture, texts, violations } from "./page-checks.js";
import { profiled } from "./profiled.js";
import { WORKSPACE } from "./workspace-tree.js";

const HOSTILE = "</script><script>globalThis.hacked=1</script><img src=x onerror=globalThis.hacked=1>";

const workspace: Report = { ...profiled(WORKSPACE).report, ignored: profiled(EXAMPLE).report.totals };
const many = profiled(WORKSPACE, { top: 1000, treeDepth: 10 }).report;
const stopped = new Profile();
stopped.interrupt("cancelled");
const missing = new Profile();
const gone = memorySource([]).root("gone", { stat: true, identify: "links", follow: false });
if (!(gone instanceof Promise) && gone.type === "error") missing.addError(gone);

const states: Readonly<Record<string, Report>> = {
  complete: workspace,
  partial: profiled(EXAMPLE).report,
  cancelled: { ...many, completeness: { ...many.completeness, state: "cancelled" } },
  "cancelled at once": stopped.finish({ roots: ["root"] }),
  empty: profiled([]).report,
  missing: missing.finish({ roots: ["gone"] }),
  "without sizes": { ...profiled(WORKSPACE, { sizes: false }).report, options: { sizes: false } },
  "of hostile names": profiled([
    { name: HOSTILE, children: [{ name: `${"x".repeat(200)}.${HOSTILE.replaceAll("/", "")}`, stat: { size: 5 } }] },
  ]).report,
};

describe.skipIf(CHROMIUM === undefined)("the page in Chromium", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it("shows the report's totals, exactly", async () => {
    const { page, complaints } = await browser.open(workspace);
    const { totals } = workspace;
    expect(await cards(page)).toMatchObject({
      allocated: `${totals.allocatedBytes.toLocaleString("en")} bytes`,
      apparent: `${totals.apparentBytes.toLocaleString("en")} bytes`,
      files: totals.files.toLocaleString("en"),
      folders: totals.directories.toLocaleString("en"),
    });
    expect(await page.locator("h1").textContent()).toBe("root");
    expect(await page.locator(".state").textContent()).toBe("Complete");
    expect(complaints).toEqual([]);
  });

  it("shows every row of every list, with the report's numbers", async () => {
    const { page } = await browser.open(many);
    expect(await numbers(page, "extensions", 1)).toEqual(many.extensions.list.map((row) => row.files));
    expect(await numbers(page, "extensions", 3)).toEqual(many.extensions.list.map((row) => row.apparentBytes));
    expect(await numbers(page, "largest-files", 1)).toEqual(many.largestFiles.list.map((row) => row.apparentBytes));
    expect(await texts(page, "largest-files")).toEqual(many.largestFiles.list.map((row) => row.path));
    expect(await numbers(page, "largest-folders", 3)).toEqual(
      many.largestDirectories.list.map((row) => row.totals.allocatedBytes),
    );
    expect(await texts(page, "empty-folders")).toEqual(many.emptyDirectories.list.map((row) => row.path));
    expect(await numbers(page, "depths", 1)).toEqual(many.depths.map((row) => row.files));
    expect(await numbers(page, "sizes", 1)).toEqual(many.sizes.classes.map((row) => row.files));
    const ages = await numbers(page, "ages", 1);
    expect(ages.reduce((sum, files) => sum + files, 0)).toBe(many.totals.files);
    expect(await page.locator("#largest-files .left-out").isVisible()).toBe(many.largestFiles.leftOut > 0);
  });

  it("says what a list leaves out", async () => {
    const { page } = await browser.open(profiled(WORKSPACE, { top: 3 }).report);
    const { count } = workspace.largestFiles;
    expect(await page.locator("#largest-files .left-out").textContent()).toContain(`and ${count - 3} files`);
  });

  it("orders a table by the heading that is pressed, and turns it around", async () => {
    const { page } = await browser.open(many);
    const heading = page.locator("#extensions th").nth(3);
    const bytes = many.extensions.list.map((row) => Number(row.apparentBytes)).sort((a, b) => b - a);
    await heading.getByRole("button").click();
    expect(await numbers(page, "extensions", 3)).toEqual(bytes);
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    await heading.getByRole("button").click();
    expect(await numbers(page, "extensions", 3)).toEqual(bytes.reverse());
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
  });

  it("zooms into a folder by the mouse, and out by the path above the map", async () => {
    const { page } = await browser.open(many);
    const folder = page.locator(".tile.folder").first();
    const said = await folder.getAttribute("aria-label");
    await folder.click({ position: { x: 5, y: 5 } });
    const trail = page.locator(".trail [aria-current]");
    expect(said).toContain(`${await trail.textContent()} ${await enteredAmount(page)}, folder`);
    await page.locator(".trail").getByRole("button", { name: "root", exact: true }).click();
    expect(await trail.textContent()).toBe("root");
  });

  it("measures in what is chosen", async () => {
    const { page } = await browser.open(many);
    await page.getByRole("radio", { name: "Files", exact: true }).first().check();
    const label = await page.locator(".tile").first().getAttribute("aria-label");
    const fullest = many.tree.list.filter((row) => row.depth === 1).sort((a, b) => b.totals.files - a.totals.files)[0];
    expect(label).toContain(`${fullest?.path} ${fullest?.totals.files} files, folder`);
  });

  it("is used by the keyboard alone", async () => {
    const { page } = await browser.open(many);
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the map");
    await page.locator(".tile").first().focus();
    const first = await focused(page);
    await page.keyboard.press("ArrowDown");
    const second = await focused(page);
    expect(second).not.toBe(first);
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).not.toBe(second);
    await page.keyboard.press("ArrowLeft");
    expect(await focused(page)).toBe(second);
    await page.keyboard.press("Enter");
    expect(await page.locator(".trail [aria-current]").textContent()).toBe(second.split(" ")[0]);
    expect(await page.locator('.map [tabindex="0"]').count()).toBe(1);
    expect(await page.locator(".map .tile:focus").count()).toBe(1);
    await page.keyboard.press("Backspace");
    expect(await page.locator(".trail [aria-current]").textContent()).toBe("root");
    expect(await focused(page)).toBe(second);
  });

  it("finds by words, lets finds stand out on the map, and shows a folder there", async () => {
    const { page } = await browser.open(many);
    await page.keyboard.press("/");
    await page.keyboard.type("FEATURE-3 ts");
    const finds = page.locator(".finds-list li");
    const expected = [...many.largestFiles.list, ...many.tree.list].filter(
      ({ path: own }) => /feature-3/.test(own) && /ts/.test(own),
    );
    await page.locator(".finds").waitFor();
    await expect.poll(() => page.locator(".finds-said").textContent()).toContain(`${expected.length} finds`);
    expect(await finds.count()).toBe(Math.min(expected.length, 21));
    expect(await page.locator(".tile.faded").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await page.locator(".finds").waitFor({ state: "hidden" });
    expect(await page.locator(".tile.faded").count()).toBe(0);
    await page.keyboard.type("src feature-3");
    await page
      .locator(".finds-list .place")
      .filter({ has: page.locator(".icon-folder") })
      .first()
      .click();
    expect(await page.locator(".trail [aria-current]").textContent()).toBe("feature-3");
  });

  it("copies the path that is pressed", async () => {
    const { page } = await browser.open(many);
    const [largest] = many.largestFiles.list;
    await page.locator("#largest-files .place").first().click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(`root/${largest?.path}`);
    expect(await page.locator(".note").textContent()).toBe(`Copied root/${largest?.path}`);
  });

  it("lets the files of one extension stand out", async () => {
    const { page } = await browser.open(many);
    const key = page.locator(".legend").getByRole("button", { name: ".png", exact: true });
    await key.click();
    expect(await key.getAttribute("aria-pressed")).toBe("true");
    const standing = page.locator(".tile.file:not(.faded)");
    expect(await standing.count()).toBeGreaterThan(0);
    expect(await standing.filter({ hasNotText: ".png" }).count()).toBe(
      await standing.filter({ hasNotText: /./ }).count(),
    );
    await key.click();
    expect(await page.locator(".tile.faded").count()).toBe(0);
  });

  it.each(Object.entries(states))(
    "of a report that is %s breaks no rule of accessibility and no policy",
    async (name, report) => {
      const { page, complaints } = await browser.open(report);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page)).toEqual([]);
        await picture(page, `${name}-${colorScheme}`);
      }
      expect([await page.evaluate("globalThis.hacked"), complaints]).toEqual([undefined, []]);
    },
  );

  it.each([
    ["partial", "Incomplete", "1 place could not be read"],
    ["cancelled", "Cancelled", "Stopped before all was seen"],
    ["missing", "Incomplete", "gone was not found"],
  ])("marks a report that is %s", async (name, state, said) => {
    const { page } = await browser.open(states[name]);
    expect(await page.locator(".state").textContent()).toBe(state);
    expect(await page.locator(".notice").textContent()).toContain(said);
  });

  it("leads from the notice to the errors, with place, operation and code", async () => {
    const { page } = await browser.open(states["partial"]);
    await page.locator(".notice a").click();
    expect((await page.locator("#errors tbody tr:first-child td").allTextContents()).slice(0, 3)).toEqual([
      "locked",
      "readdir",
      "EACCES",
    ]);
  });

  it("says that an empty folder is empty", async () => {
    const { page } = await browser.open(states["empty"]);
    expect(await page.locator(".map").textContent()).toBe("There is no file and no folder in here.");
    expect(await page.locator(".map").getAttribute("role")).toBe("group");
  });

  it("shows no sizes where none were read", async () => {
    const { page } = await browser.open(states["without sizes"]);
    expect(Object.keys(await cards(page))).toEqual(["files", "folders"]);
    expect(await page.locator("#largest-files, #sizes, #ages").count()).toBe(0);
    expect(await page.locator(".tile").first().textContent()).toMatch(/files$/);
  });

  it.each([320, 600, 1000, 2200])("fits a window of %i pixels", async (width) => {
    const { page } = await browser.open(workspace, { viewport: { width, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await picture(page, `width-${width}`);
  });

  it("draws its map anew when the window changes", async () => {
    const { page } = await browser.open(workspace);
    await page.setViewportSize({ width: 700, height: 800 });
    await expect.poll(() => mapEdge(page)).toBeLessThanOrEqual(700);
    expect(await mapEdge(page)).toBeGreaterThan(600);
  });

  it("takes the reader's colours: light, dark, forced", async () => {
    const back = async (options: Parameters<TestBrowser["open"]>[1]): Promise<string> => {
      const { page } = await browser.open(workspace, options);
      return page.evaluate("getComputedStyle(document.body).backgroundColor");
    };
    expect(await back({ colorScheme: "light" })).toBe("rgb(246, 246, 244)");
    expect(await back({ colorScheme: "dark" })).toBe("rgb(20, 22, 26)");
    const { page } = await browser.open(workspace, { forcedColors: "active" });
    const [tile, text] = await page.evaluate<string[]>(
      "[getComputedStyle(document.querySelector('.tile.file')).backgroundColor, getComputedStyle(document.body).backgroundColor]",
    );
    expect(tile).toBe(text);
    await picture(page, "forced-colors");
  });

  it("shows its numbers without scripts", async () => {
    const { page } = await browser.open(workspace, { javaScriptEnabled: false });
    expect(await page.locator("noscript").textContent()).toContain("Largest folders, with all they hold");
  });

  describe("in a webview of an editor", () => {
    const WEBVIEW =
      "globalThis.posted = []; globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => posted.push(message) });";
    const themed = (theme: string, colors: string): string =>
      `${WEBVIEW} document.addEventListener("DOMContentLoaded", () => { document.body.className = "vscode-${theme}"; });
       new MutationObserver((_, own) => { if (document.documentElement) { own.disconnect(); for (const [name, value] of Object.entries(${colors})) document.documentElement.style.setProperty(name, value); } }).observe(document, { childList: true });`;

    it("opens what is chosen in the editor", async () => {
      const { page } = await browser.open(many, { before: WEBVIEW });
      const [largest] = many.largestFiles.list;
      await page.locator("#largest-files .place").first().click();
      expect(await page.evaluate("posted")).toEqual([
        { type: "ready" },
        { type: "open", kind: "file", root: "root", path: largest?.path },
      ]);
    });

    it("gives the exact bytes of a name that is not UTF-8", async () => {
      const broken: MemoryNode = { name: Uint8Array.of(0x61, 0xff), stat: { size: 9 } };
      const { page } = await browser.open(profiled([broken]).report, { before: WEBVIEW });
      await page.locator("#largest-files .place").click();
      expect(await page.evaluate("posted.at(-1)")).toMatchObject({ path: "a\uFFFD", pathBase64: "Yf8=" });
    });

    it("waits for a report, shows it when it comes, and the next one in its place", async () => {
      const { page, complaints } = await browser.open(undefined, { before: WEBVIEW });
      expect(await page.locator(".message").textContent()).toContain("Waiting for the report");
      expect(await violations(page)).toEqual([]);
      await post(page, { type: "waiting", text: "12,000 entries" });
      await page.getByText("12,000 entries").waitFor();
      await post(page, { type: "report", json: renderJson(many) });
      await page.locator(".map .tile").first().waitFor();
      expect((await cards(page))["files"]).toBe(many.totals.files.toLocaleString("en"));
      await post(page, { type: "report", json: renderJson(profiled(EXAMPLE).report) });
      await expect.poll(async () => (await cards(page))["files"]).toBe("6");
      await post(page, { type: "report", json: "{}" });
      await page.getByText("This report cannot be shown: not a Transect report").waitFor();
      await post(page, { type: "other" });
      expect(complaints).toEqual([]);
    });

    it.each([
      [
        "dark",
        {
          "--vscode-editor-background": "#1f1f1f",
          "--vscode-foreground": "#cccccc",
          "--vscode-sideBar-background": "#181818",
          "--vscode-descriptionForeground": "#9d9d9d",
          "--vscode-focusBorder": "#0078d4",
        },
        "rgb(31, 31, 31)",
        "dark",
      ],
      [
        "light",
        {
          "--vscode-editor-background": "#ffffff",
          "--vscode-foreground": "#3b3b3b",
          "--vscode-sideBar-background": "#f8f8f8",
          "--vscode-descriptionForeground": "#3b3b3b",
        },
        "rgb(255, 255, 255)",
        "light",
      ],
      [
        "high-contrast",
        {
          "--vscode-editor-background": "#000000",
          "--vscode-foreground": "#ffffff",
          "--vscode-contrastBorder": "#6fc3df",
          "--vscode-focusBorder": "#f38518",
        },
        "rgb(0, 0, 0)",
        "dark",
      ],
    ])("takes its %s theme, whatever the system prefers", async (theme, colors, background, scheme) => {
      const { page, complaints } = await browser.open(many, { before: themed(theme, JSON.stringify(colors)) });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(background);
        expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe(scheme);
      }
      expect([await violations(page), complaints]).toEqual([[], []]);
      await picture(page, `webview-${theme}`);
    });
  });
});

async function cards(page: Page): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const card of await page.locator("[data-total]").all()) {
    const name = (await card.getAttribute("data-total")) ?? "";
    const exact = name === "allocated" || name === "apparent" ? ".small-print" : ".large";
    found[name] = (await card.locator(exact).textContent()) ?? "";
  }
  return found;
}

/** What the folder comes to that was entered, as it was announced. */
async function enteredAmount(page: Page): Promise<string> {
  const note = (await page.locator(".note").textContent()) ?? "";
  return /: ([^,]+),/.exec(note)?.[1] ?? "nothing";
}

async function mapEdge(page: Page): Promise<number> {
  return page.evaluate(
    "Math.max(...[...document.querySelectorAll('.tile')].map((tile) => tile.getBoundingClientRect().right))",
  );
}

/** What the element with the keyboard is called. */
async function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");
}

async function post(page: Page, message: object): Promise<void> {
  await page.evaluate(`postMessage(${JSON.stringify(message)})`);
}
