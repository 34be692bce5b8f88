import Foundation
import Platform

/// Operations on paths as texts: made absolute, or followed through symlinks as far as they exist.
package enum Paths {
  /// The path made absolute, without `.`, `..` and doubled slashes, from its text alone; `~/` is
  /// left to shells.
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

  /// The path of something below a folder, relative to it, without dots, from its text alone; nil
  /// where it leads out.
  package static func relative(_ path: some StringProtocol) -> String? {
    var parts: [Substring] = []
    for part in Substring(path).split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }

  /// The path made absolute, its `..` left in place for its links to decide; nil for a text that
  /// can't be a path, and for an unknown `~`.
  package static func joined(_ path: String, to folder: String, userHome: String?) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    guard path.hasPrefix("~") else { return path.hasPrefix("/") ? path : folder + "/" + path }
    guard let userHome, path == "~" || path.hasPrefix("~/") else { return nil }
    return userHome + path.dropFirst()
  }

  /// The absolute path with every symlink followed, its missing parts kept as named; nil where
  /// links lead in a circle.
  package static func resolved(_ path: String) -> String? { resolved(path, link: target) }

  /// The absolute path with every link followed whose target `link` knows; nil where links lead in
  /// a circle.
  package static func resolved(_ path: String, link: (_ path: String) -> String?) -> String? {
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
      guard let target = link(next) else {
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

  /// The target of a symbolic link, as written in it; nil for anything else.
  private static func target(of path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  /// The rest of `path` below `root`; nil where it lies elsewhere.
  ///
  /// Bytes are compared, since Unicode takes some different names for equal.
  package static func part(of path: String, below root: String) -> Substring? {
    let start = root == "/" ? root : root + "/"
    guard path.utf8.starts(with: start.utf8) else { return nil }
    return Substring(path.utf8.dropFirst(start.utf8.count))
  }

  /// Whether `path` is `root` or lies below it.
  package static func isInside(_ path: String, _ root: String) -> Bool {
    ExactText(path) == ExactText(root) || part(of: path, below: root) != nil
  }
}
