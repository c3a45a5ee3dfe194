// @ts-check
import process from "node:process";
import { backends, profile, walkPaths } from "@transect/walker-parallel";
import { timedCommand } from "../method/command.mjs";
import { installedCommand } from "./installed-command.mjs";
import { installedVersion } from "./installed-version.mjs";

/** @typedef {import("./subject.mjs").Subject} Subject */
/** @typedef {import("./subject.mjs").Answer} Answer */
/** @typedef {"native" | "threads" | "sequential"} BackendName */

/** Entries above which one thread alone is not asked. */
const SLOW = 120_000;

/** Our calls, over each backend that can run here. */
export async function ourSubjects() {
  const version = installedVersion("@transect/walker-parallel");
  const available = await availableBackends();
  return [
    ...available.flatMap((backend) => [
      profileSubject(backend, { version }),
      profileSubject(backend, { version, sizes: false }),
    ]),
    ...available.map((backend) => pathsSubject(backend, version)),
  ];
}

/** Our command, as it is published. */
export function commandSubjects() {
  const version = installedVersion("@transect/walker-parallel");
  const command = installedCommand();
  return [
    commandSubject("transect", { command, gives: "sizes", version }),
    commandSubject("transect --json", { command, gives: "sizes", version }),
    commandSubject("transect --jobs 2", { command, gives: "sizes", version }),
    commandSubject("transect --no-sizes", { command, gives: "names", version }),
    commandSubject("transect list", { command, gives: "paths", version }),
  ];
}

/**
 * The backends that can run here.
 *
 * @param {string[]} missing told of those that cannot
 * @returns {Promise<BackendName[]>}
 */
export async function availableBackends(missing = []) {
  const known = await backends();
  for (const name of /** @type {const} */ (["native", "threads"])) {
    const found = known.find((backend) => backend.name === name);
    if (!found?.available) missing.push(`${name}: ${found?.reason ?? "no such backend"}`);
  }
  return known.filter(({ available }) => available).map(({ name }) => name);
}

/**
 * @param {BackendName} backend
 * @param {{ version: string, sizes?: boolean }} options
 * @returns {Subject}
 */
function profileSubject(backend, { version, sizes = true }) {
  const run = (/** @type {string} */ root) => profile(root, { backend, ...(sizes ? {} : { sizes }) });
  return {
    name: sizes ? `profile, ${backend}` : `profile without sizes, ${backend}`,
    version,
    gives: sizes ? "sizes" : "names",
    how: `profile(ROOT, { backend: "${backend}"${sizes ? "" : ", sizes: false"} })`,
    lacks: lacksOf(backend),
    ...(backend === "sequential" ? { most: SLOW } : {}),
    command: false,
    async answer({ path: root }) {
      return answerOf(await run(root), sizes);
    },
    task: ({ path: root }) => taskOf(backend, () => run(root)),
  };
}

/** Threads that had nothing to do for a minute end: after so many milliseconds they may. */
const THREADS_WAIT = 50_000;

/**
 * Where threads may have ended since, there is a call before the one that is timed, as other libraries have had theirs in
 * this process.
 *
 * @param {BackendName} backend
 * @param {() => Promise<unknown>} run
 */
function taskOf(backend, run) {
  if (backend !== "threads") return async () => void (await run());
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - last > THREADS_WAIT) await run();
    const before = process.cpuUsage();
    const begin = performance.now();
    await run();
    last = performance.now();
    const overriddenDuration = last - begin;
    const { user, system } = process.cpuUsage(before);
    return { overriddenDuration, cpu: (user + system) / 1_000 };
  };
}

/** @param {BackendName} backend */
function lacksOf(backend) {
  return backend === "threads" ? "its threads are up: starting one takes some 40 ms of a processor" : "";
}

/**
 * @param {Awaited<ReturnType<typeof profile>>} report
 * @param {boolean} sizes
 * @returns {Answer}
 */
function answerOf({ totals }, sizes) {
  const { files, directories, symlinks, others } = totals;
  const entries = files + directories + symlinks + others;
  if (!sizes) return { entries, files };
  return { entries, files, apparent: Number(totals.apparentBytes), allocated: Number(totals.allocatedBytes) };
}

/**
 * @param {BackendName} backend
 * @param {string} version
 * @returns {Subject}
 */
function pathsSubject(backend, version) {
  const run = async (/** @type {string} */ root) => {
    /** @type {string[]} */
    const paths = [];
    for await (const batch of walkPaths(root, { backend })) for (const one of batch) paths.push(one);
    return paths.length;
  };
  return {
    name: `walkPaths, ${backend}`,
    version,
    gives: "paths",
    how: `for await (const batch of walkPaths(ROOT, { backend: "${backend}" }))`,
    lacks: lacksOf(backend),
    ...(backend === "sequential" ? { most: SLOW } : {}),
    command: false,
    answer: async ({ path: root }) => ({ entries: await run(root) }),
    task: ({ path: root }) => taskOf(backend, () => run(root)),
  };
}

/**
 * @param {string} name as it is typed
 * @param {{ command: string, gives: Subject["gives"], version: string }} options
 * @returns {Subject}
 */
function commandSubject(name, { command, gives, version }) {
  const [, ...args] = name.split(" ");
  return {
    name,
    version,
    gives,
    how: `${name} ROOT`,
    lacks: "",
    command: true,
    answer: () => ({}),
    task:
      ({ path: root }) =>
      () =>
        timedCommand([process.execPath, command, ...args, root]),
  };
}
