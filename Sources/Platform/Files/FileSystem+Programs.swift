private import Glibc

extension FileSystem {
  /// Returns the path of the program that `name` means: itself where it has a slash, else the first
  /// executable file of that name in the folders of `searchPath`.
  package static func program(_ name: String, searchPath: String) -> String? {
    let folders = searchPath.split(separator: ":")
    let candidates = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
    return candidates.first { path in
      let mayRun = unsafe access(path, X_OK) == 0
      return mayRun && (try? info(path, followingLinks: true))?.kind == .file
    }
  }
}
