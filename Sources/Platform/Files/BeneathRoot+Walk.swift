private import Glibc

extension BeneathRoot {
  /// One thing that lies below a root.
  package struct Entry: Hashable, Sendable {
    /// Its path from the root.
    package var path: String
    package var info: FileInfo
  }

  /// What lies below a root.
  package struct Listing: Hashable, Sendable {
    /// The things found, sorted by the bytes of their paths.
    package var entries: [Entry] = []
    /// How many things were left out: names that are not UTF-8, and folders that can't be read.
    package var skipped = 0
    /// Whether there are more than the limit.
    package var isTruncated = false
  }

  /// Lists what lies below the root, at most `limit` things; links are listed, never followed.
  ///
  /// `entering` says whether a folder's content is listed, by its path.
  package func list(
    limit: Int, entering: (_ folder: String) -> Bool = { _ in true }
  ) throws(PlatformError) -> Listing {
    var listing = Listing()
    var folders = [""]
    while let folder = folders.popLast(), !listing.isTruncated {
      do throws(PlatformError) {
        for entry in try entries(of: folder, skipped: &listing.skipped) {
          guard listing.entries.count < limit else {
            listing.isTruncated = true
            break
          }
          listing.entries.append(entry)
          if entry.info.kind == .folder, entering(entry.path) { folders.append(entry.path) }
        }
      } catch {
        if folder.isEmpty { throw error }
        listing.skipped += 1
      }
    }
    listing.entries.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return listing
  }

  private func entries(
    of folder: String, skipped: inout Int
  ) throws(PlatformError) -> [Entry] {
    let opened = try open(
      folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    var found: [Entry] = []
    for name in try FileSystem.names(in: opened, path: folder, skipped: &skipped) {
      // A file that was removed since its name was read is left out.
      guard let info = try? FileSystem.info(opened.number, name, followingLinks: false) else {
        continue
      }
      found.append(Entry(path: folder.isEmpty ? name : "\(folder)/\(name)", info: info))
    }
    return found
  }
}
