import Foundation

/// Paths as texts: made absolute, and followed through symlinks as far as they exist.
package enum Paths {
  /// The path as an absolute one without `.`, `..` and doubled slashes; `~/` is left to shells.
  package static func absolute(_ path: String, in folder: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
      switch part {
      case ".": continue
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The absolute path with every symlink followed; what doesn't exist is kept as it is named.
  ///
  /// Returns nil where links lead in a circle.
  package static func resolved(_ path: String) -> String? {
    var pending = Array(path.split(separator: "/").reversed())
    var done = ""
    var links = 0
    while let part = pending.popLast() {
      switch part {
      case ".": continue
      case "..":
        done = String(done[..<(done.lastIndex(of: "/") ?? done.startIndex)])
        continue
      default: break
      }
      let next = done + "/" + part
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: next) else {
        done = next
        continue
      }
      links += 1
      guard links <= 40 else { return nil }
      if target.hasPrefix("/") { done = "" }
      pending += target.split(separator: "/").reversed()
    }
    return done.isEmpty ? "/" : done
  }

  /// Whether `path` is `root` or lies below it.
  package static func isInside(_ path: String, _ root: String) -> Bool {
    root == "/" || path == root || path.hasPrefix(root + "/")
  }
}
