/** What is read of a lock file: each package by its place in the tree. */
export type Packages = Readonly<
  Record<
    string,
    {
      readonly name?: string
      readonly version?: string
      readonly dependencies?: Readonly<Record<string, string>>
      readonly optionalDependencies?: Readonly<Record<string, string>>
      readonly peerDependencies?: Readonly<Record<string, string>>
      readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
    }
  >
>

/**
 * The packages that `npm ci --omit=dev` installs, as `name@version`: what the root depends on, and what that depends on.
 * `npm sbom --omit=dev` itself leaves out some that others need too (npm 11.19: `once`, `semver` and six more here).
 */
export function productionOf(packages: Packages): ReadonlySet<string> {
  const seen = new Set<string>()
  const waiting = [...namesOf(packages['']!, '', packages)]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    waiting.push(...namesOf(packages[path]!, path, packages))
  }
  return new Set([...seen].map((path) => `${path.split('node_modules/').at(-1)}@${packages[path]!.version}`))
}

/** Places of what a package needs. An optional peer is there only if somebody else needs it. */
function namesOf(of: Packages[string], from: string, packages: Packages): readonly string[] {
  const peers = Object.keys(of.peerDependencies ?? {}).filter((name) => !of.peerDependenciesMeta?.[name]?.optional)
  const names = [...Object.keys({ ...of.dependencies, ...of.optionalDependencies }), ...peers]
  return names.flatMap((name) => placeOf(name, from, packages) ?? [])
}

/** As Node looks: beside its own packages, then one folder up, and so on. */
function placeOf(name: string, from: string, packages: Packages): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`
    if (place in packages) return place
    if (!folder) return undefined
  }
}
