import Platform

/// The list of the ledgers that a home has had: a file of their paths, one a line; for a backup,
/// its manifest.
///
/// With it a lost ledger is told from one that was never made. It says nothing of a ledger's
/// content, and if lost itself it is made again from the files that are there.
struct LedgerList: Sendable {
  /// The file's name in the home.
  static let name = "ledgers.txt"

  private let home: String
  private let isBackup: Bool
  private var path: String { home + "/" + Self.name }

  /// Makes the list of a home; the file is not read yet.
  init(of home: Home) {
    self.home = home.path
    isBackup = home.isBackup
  }

  /// The file as it is stored, of these lines.
  static func text(of lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

  /// Whether the home has had the ledger at a path; false where nothing can be read.
  func holds(_ ledger: String) -> Bool { lines.contains(line(of: ledger)) }

  /// Adds the ledgers of these whose files are there; writes nothing where the list has them all.
  func add(_ ledgers: [String]) throws(PlatformError) {
    let known = lines
    let more = ledgers.filter(FileSystem.holdsAnything).map(line).filter { !known.contains($0) }
    guard !more.isEmpty else { return }
    try FileSystem.writeAtomically(Self.text(of: known + more), to: path)
  }

  /// The ledgers that the home has had, whose files are there, and that are not at these paths.
  func names(besides ledgers: [String]) -> [String] {
    let known = ledgers.map(line)
    return lines.filter { line in
      !known.contains(line)
        && FileSystem.holdsAnything(line.hasPrefix("/") ? line : home + "/" + line)
    }
  }

  private var lines: [String] {
    guard !isBackup else { return (try? BackupManifest(of: home))?.ledgers.map(\.file) ?? [] }
    guard let bytes = try? FileSystem.read(path, limit: 1 << 20) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// A ledger's line: a path relative to the home if it lies inside, so that a home can be moved.
  private func line(of ledger: String) -> String {
    ledger.hasPrefix(home + "/") ? String(ledger.dropFirst(home.utf8.count + 1)) : ledger
  }
}
