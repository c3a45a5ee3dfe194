/**
 * A vitest reporter that closes a run with one plain line, `N passed, N failed, N skipped`.
 *
 * Scripts count by that line: vitest's own summary is coloured and split over several lines.
 *
 * @implements {import("vitest/reporters").Reporter}
 */
export default class TestSummary {
  /** @param {ReadonlyArray<import("vitest/node").TestModule>} testModules */
  onTestRunEnd(testModules) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const testModule of testModules) {
      for (const test of testModule.children.allTests()) {
        const { state } = test.result();
        if (state in counts) counts[/** @type {keyof typeof counts} */ (state)] += 1;
      }
      if (testModule.errors().length > 0) counts.failed += 1;
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
