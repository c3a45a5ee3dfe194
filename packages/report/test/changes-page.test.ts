import type { ChangeReport, MemoryNode } from "@transect/core";
import { renderChangesHtml } from "@transect/report/html";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedBytes } from "../src/signed.js";
import { CHROMIUM, startBrowser, type TestBrowser } from "./browser.js";
import { compared } from "./compared.js";
import { EXAMPLE } from "./example-tree.js";
import { numbers, picture, texts, violations } from "./page-checks.js";
import { WORKSPACE } from "./workspace-tree.js";

const HOSTILE = "</script><script>globalThis.hacked=1</script><img src=x onerror=globalThis.hacked=1>".replaceAll(
  "/",
  "",
);

const file = (name: string, size: number, ino: number): MemoryNode => ({ name, stat: { size, ino, mtimeMs: ino } });
const MONDAY: readonly MemoryNode[] = [
  {
    name: "src",
    children: [
      file("grown.ts", 1000, 1),
      file("shrunk.ts", 9000, 2),
      file("gone.css", 70_000, 3),
      file("same.md", 5, 4),
    ],
  },
  { name: "old", children: [file("a.bin", 300_000, 5), file("b.bin", 200, 6)] },
  { name: "from", children: [file("moved.png", 50_000, 7)] },
];
const NOW: readonly MemoryNode[] = [
  { name: "src", children: [file("grown.ts", 41_000, 1), file("shrunk.ts", 10, 2), file("same.md", 5, 4)] },
  { name: "new", children: [file("c.ts", 1_500_000, 8)] },
  { name: "to", children: [file("moved.png", 50_000, 7)] },
];

describe.skipIf(CHROMIUM === undefined)("the page of what changed, in Chromium", () => {
  let browser: TestBrowser;
  let changed: ChangeReport;
  beforeAll(async () => {
    browser = await startBrowser();
    changed = await compared(MONDAY, NOW);
  });
  afterAll(() => browser?.close());

  it("shows totals before and after, and how much of each kind there is", async () => {
    const { page, complaints } = await browser.open(changed);
    expect(await page.locator("h1").textContent()).toBe("monday → now");
    expect(await card(page, "in files")).toBe("In files+1.1 MiB420.1 KiB → 1.5 MiB; +1,160,810 bytes");
    expect(await card(page, "files")).toBe("Files-27 → 5");
    expect(await card(page, "grown")).toBe("Grown11 file, +39.1 KiB");
    expect(await card(page, "removed")).toMatch(/^Removed\d+3 files, -361.5 KiB$/);
    expect(complaints).toEqual([]);
  });

  it("lists every change with its bytes, and only one kind where that is chosen", async () => {
    const { page } = await browser.open(changed);
    const listed = changed.changes.list.filter(({ carried }) => carried === undefined);
    expect(await texts(page, "changes")).toEqual(
      listed.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from])),
    );
    expect(await numbers(page, "changes", 1)).toContain(40_000);
    await page.locator("#changes").getByRole("radio", { name: "Shrunk" }).check();
    expect(await texts(page, "changes")).toEqual(["src/shrunk.ts"]);
    expect(await numbers(page, "changes", 1)).toEqual([-8990]);
    await page.locator("#changes").getByRole("radio", { name: "Moved", exact: true }).check();
    expect(await page.locator("#changes tbody tr td:first-child").first().textContent()).toBe(
      "to/moved.pngfrom from/moved.png",
    );
  });

  it("goes down into folders and up again, by the mouse and by the keyboard", async () => {
    const { page } = await browser.open(changed);
    expect(await names(page)).toEqual(["new", "old", "from", "to", "src"]);
    await page.locator("#folders").getByRole("button", { name: "src" }).click();
    expect(await names(page)).toEqual(["gone.css", "grown.ts", "shrunk.ts"]);
    expect(await numbers(page, "folders", 1)).toEqual([-70_000, 40_000, -8990]);
    expect(await page.locator(".trail [aria-current]").textContent()).toBe("src");
    expect(await focused(page)).toBe("gone.css");
    await page.locator(".trail button").first().press("Enter");
    expect(await numbers(page, "folders", 1)).toEqual([1_500_000, -300_200, -50_000, 50_000, -38_990]);
  });

  it("draws bars as long as the bytes, to the right for what grew", async () => {
    const { page } = await browser.open(changed);
    const bars = await page.evaluate<[string, number][]>(
      "[...document.querySelectorAll('#folders td.balance')].map((cell) => [cell.className.match(/grew|shrank/)[0], Number(cell.style.getPropertyValue('--share'))])",
    );
    expect(bars.map(([way]) => way)).toEqual(["grew", "shrank", "shrank", "grew", "shrank"]);
    expect(bars[0]?.[1]).toBe(1);
    expect(bars[1]?.[1]).toBeCloseTo(300_200 / 1_500_000, 10);
  });

  it("finds what came along with its folder too, and leads to a folder", async () => {
    const { page } = await browser.open(changed);
    expect(await texts(page, "changes")).not.toContain("old/a.bin");
    await page.keyboard.press("/");
    await page.keyboard.type("OLD bin");
    await expect.poll(() => page.locator(".finds-said").textContent()).toBe("2 finds.");
    expect(await page.locator(".finds-list li").first().textContent()).toBe("old/a.binremoved -293.0 KiB");
    expect(await texts(page, "changes")).toEqual(["old/a.bin", "old/b.bin"]);
    await page.keyboard.press("Escape");
    await page.keyboard.type("from/moved");
    await expect.poll(() => page.locator(".finds-list .path").allTextContents()).toEqual(["to/moved.png"]);
    await page.keyboard.press("Escape");
    await page.keyboard.type("src");
    await page
      .locator(".finds-list .place")
      .filter({ has: page.locator(".icon-folder") })
      .click();
    expect(await page.locator(".trail [aria-current]").textContent()).toBe("src");
  });

  it("shows extensions with their difference", async () => {
    const { page } = await browser.open(changed);
    expect(await page.locator("#extensions tbody tr td:first-child").allTextContents()).toEqual([
      ".ts",
      ".css",
      ".bin",
    ]);
    expect(await numbers(page, "extensions", 1)).toEqual([1_531_010, -70_000, -300_200]);
    expect(await numbers(page, "extensions", 4)).toEqual([1, -1, -2]);
  });

  it("says what a list leaves out, for each kind", async () => {
    const { page } = await browser.open(await compared([], WORKSPACE, 30));
    const { count } = (await compared([], WORKSPACE)).changes;
    expect(await page.locator("#changes .left-out").textContent()).toBe(
      `and ${(count - 30).toLocaleString("en")} changes that the report does not list`,
    );
    expect(await names(page)).toContain("what is not listed");
  });

  it("says that nothing changed", async () => {
    const { page } = await browser.open(await compared(MONDAY, MONDAY));
    expect(await page.locator("main").textContent()).toContain("Nothing changed.");
    expect(await page.locator("#folders").textContent()).toContain("No file in here came, went or changed its size.");
  });

  it("leads to what could not be read, and says what that leaves unknown", async () => {
    const { page } = await browser.open(
      await compared(
        [{ name: "locked", children: [file("x", 1, 1)] }],
        [{ name: "locked", children: [], unreadable: "EACCES" }],
      ),
    );
    expect(await page.locator(".state").textContent()).toBe("Incomplete");
    expect(await page.locator(".notice").textContent()).toBe(
      "1 place of now could not be read.1 entry may have come or gone: nobody could look there.",
    );
    await page.locator(".notice a").click();
    expect((await page.locator("#errors tbody td").allTextContents()).slice(0, 3)).toEqual([
      "locked",
      "readdir",
      "EACCES",
    ]);
  });

  it("copies the path of what is no more; an editor, which would open it, is not asked to", async () => {
    const { page } = await browser.open(changed);
    await page.locator("#changes .place").filter({ hasText: "gone.css" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/\/root\/src\/gone\.css$/);
    const before =
      "globalThis.posted = []; globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => posted.push(message) });";
    const editor = await browser.open(changed, { before });
    expect(await editor.page.locator("#changes .place").filter({ hasText: "gone.css" }).count()).toBe(0);
    await editor.page.locator("#changes .place").filter({ hasText: "grown.ts" }).click();
    expect(await editor.page.evaluate("posted.at(-1)")).toMatchObject({ type: "open", path: "src/grown.ts" });
  });

  it("takes the place of another report in an editor", async () => {
    const before = "globalThis.acquireVsCodeApi = () => ({ postMessage() {} });";
    const { page, complaints } = await browser.open(undefined, { before });
    const message = { type: "report", json: JSON.stringify(changed) };
    await page.evaluate(`postMessage(${JSON.stringify(message)})`);
    await page.getByRole("heading", { name: "Where it changed" }).waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(["small", "large", "the same", "unreadable", "hostile"])(
    "of trees that are %s breaks no rule of accessibility and no policy",
    async (name) => {
      const trees: Readonly<Record<string, () => Promise<ChangeReport>>> = {
        small: async () => changed,
        large: () => compared(WORKSPACE.slice(1), WORKSPACE),
        "the same": () => compared(MONDAY, MONDAY),
        unreadable: () => compared([], EXAMPLE),
        hostile: () => compared([], [{ name: HOSTILE, children: [file(HOSTILE, 7, 1)] }]),
      };
      const { page, complaints } = await browser.open(await trees[name]?.());
      for (const media of [
        { colorScheme: "light" },
        { colorScheme: "dark" },
        { colorScheme: "light", forcedColors: "active" },
      ] as const) {
        await page.emulateMedia(media);
        expect(await violations(page)).toEqual([]);
        await picture(page, `changes-${name}-${Object.values(media).join("-")}`);
      }
      expect([await page.evaluate("globalThis.hacked"), complaints]).toEqual([undefined, []]);
    },
  );

  it.each([320, 700, 1000, 2200])("fits a window of %i pixels", async (width) => {
    const { page } = await browser.open(changed, { viewport: { width, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await picture(page, `changes-width-${width}`);
  });

  it("shows its numbers without scripts", async () => {
    const { page } = await browser.open(changed, { javaScriptEnabled: false });
    expect(await page.locator("noscript").textContent()).toContain(`grown   ${signedBytes(40_000)}  src/grown.ts`);
  });
});

it("a page of what changed is made with a nonce that nobody can break out of", async () => {
  const report = await compared(MONDAY, NOW);
  expect(() => renderChangesHtml(report, { nonce: '"><script>' })).toThrow("nonce");
});

async function card(page: Page, name: string): Promise<string | null> {
  return page.locator(`[data-total="${name}"]`).textContent();
}

/** What stands in the first column of the folder that is shown. */
async function names(page: Page): Promise<string[]> {
  return page.locator("#folders tbody tr td:first-child .path").allTextContents();
}

async function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.textContent");
}
