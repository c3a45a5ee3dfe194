// At release: makes a package for each platform from the addons that CI built, and has the manifest of @transect/native
// ask for them. In the repository it must not: pnpm would look for packages that are not published yet.
//
//   node tools/make-platform-packages.mjs <folder with the addons> [<folder for the packages, or npm>]

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { crateLicences } from "./crate-licences.mjs";
import { nativeTarget } from "./native-targets.mjs";
import { thirdPartyNotices } from "./notices.mjs";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [artifacts, out = "npm"] = process.argv.slice(2);
  if (artifacts === undefined) throw new Error("expected the folder with the addons");
  const home = path.join(path.dirname(import.meta.dirname), "packages/native");
  for (const folder of makePlatformPackages({ home, artifacts, out, licencesOf: crateLicences }))
    process.stdout.write(`${folder}\n`);
}

/**
 * Makes a package a target in `out`, named for its platform, and adds them to `optionalDependencies` in the manifest in
 * `home`, all in its version. Throws where an addon is missing, before anything is written. Publishes nothing.
 *
 * @param {{ home: string, artifacts: string, out: string, targets?: readonly string[],
 *   licencesOf: (target: string) => ReadonlyMap<string, string> }} options `home` holds @transect/native, `artifacts` a
 *   file `transect.<triple>.node` a target; `targets` are those of its manifest; `licencesOf` says what is in the addon of
 *   one
 * @returns {string[]} the packages' folders
 */
export function makePlatformPackages({ home, artifacts, out, targets, licencesOf }) {
  const file = path.join(home, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const made = (targets ?? manifest.napi.targets).map((/** @type {string} */ name) => {
    const target = nativeTarget(name);
    const addon = `${manifest.napi.binaryName}.${target.triple}.node`;
    const bytes = readFileSync(path.join(artifacts, addon));
    return { target, addon, bytes, notices: thirdPartyNotices("This addon", licencesOf(name)) };
  });
  /** @type {Record<string, string>} */
  const optionalDependencies = {};
  const folders = [];
  for (const { target, addon, bytes, notices } of made) {
    const own = platformManifest(manifest, target, addon);
    const folder = path.join(out, target.triple);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, addon), bytes);
    writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(own, undefined, 2)}\n`);
    writeFileSync(
      path.join(folder, "README.md"),
      `# ${own.name}\n\nThe native core of Transect for ${target.target}. \`${manifest.name}\` loads it.\n`,
    );
    copyFileSync(path.join(home, "LICENSE"), path.join(folder, "LICENSE"));
    writeFileSync(path.join(folder, NOTICES), notices);
    optionalDependencies[own.name] = own.version;
    folders.push(folder);
  }
  writeFileSync(file, `${JSON.stringify({ ...manifest, optionalDependencies }, undefined, 2)}\n`);
  return folders;
}

/** Where the licences of what is compiled into an addon stand. */
const NOTICES = "ThirdPartyNotices.txt";

/**
 * @param {{ name: string, version: string, license: string, repository: object, engines: object }} native
 * @param {import("./native-targets.mjs").NativeTarget} target
 * @param {string} addon
 */
function platformManifest(native, { target, triple, os, cpu, libc }, addon) {
  const { name, version, license, repository, engines } = native;
  return {
    name: `${name}-${triple}`,
    version,
    description: `The native core of Transect for ${target}.`,
    license,
    repository,
    engines,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    main: addon,
    files: [addon, NOTICES],
    publishConfig: { access: "public" },
  };
}
