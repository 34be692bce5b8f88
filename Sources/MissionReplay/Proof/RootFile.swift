package import EventLog
package import MissionControl
import MissionModel
package import Platform

/// The file outside of the home that keeps a daily line of `root` for each ledger (`root_file`).
///
/// A later root of a longer log proves, against these lines, that nothing before was changed.
package struct RootFile: Sendable {
  /// The most bytes of such a file that are searched for today's lines: those of a hundred years.
  private static let limit = 16 << 20

  private let fleet: Fleet

  /// Makes the keeper of a fleet's root file.
  package init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  /// Appends today's line, by the day in UTC, of every ledger that has none yet; a repetition
  /// appends nothing.
  ///
  /// - Returns: the roots that were appended; none where no file is configured.
  /// - Throws: `ledger_read_only` or `ledger_full` where the file can't be written; a ledger that
  ///   can't be read is left out, and gets its line when it can.
  @discardableResult
  package func keep() async throws -> [LogRoot] {
    guard let configured = fleet.configuration.rootFile else { return [] }
    let path = fleet.home.resolve(configured, standard: configured)
    let now = fleet.now
    let roots = try await FleetProof(fleet).roots().roots
    return try await BlockingPool(name: "root file", threads: 1).run { () throws(MissionError) in
      do throws(PlatformError) {
        return try Self.append(roots, at: now, to: path)
      } catch {
        throw MissionError(error, doing: "writing root_file \(path)")
      }
    }
  }

  /// The line that keeps a root.
  package static func line(_ root: LogRoot, at time: Instant) -> String {
    "\(root.ledger) \(root.size) \(root.hex) \(time)"
  }

  private static func append(
    _ roots: [LogRoot], at now: Instant, to path: String
  ) throws(PlatformError) -> [LogRoot] {
    let bytes = try read(path)
    let known = ledgers(of: now.description.prefix(10), in: bytes)
    let missing = roots.filter { !known.contains($0.ledger) }
    guard !missing.isEmpty else { return [] }
    if let folder = FileSystem.parent(of: path) { try FileSystem.makePrivateDirectory(folder) }
    // The remains of an interrupted append stay a line of their own.
    let end = bytes.last.map { $0 == UInt8(ascii: "\n") ? "" : "\n" } ?? ""
    let text = end + missing.map { line($0, at: now) + "\n" }.joined()
    try AppendingFile(path: path).append(Array(text.utf8))
    return missing
  }

  /// The file's bytes; empty where it isn't there yet.
  private static func read(_ path: String) throws(PlatformError) -> [UInt8] {
    do throws(PlatformError) {
      return try FileSystem.read(path, limit: limit)
    } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  /// The ledgers that have a complete line for a day.
  private static func ledgers(of day: Substring, in bytes: [UInt8]) -> Set<String> {
    var ledgers: Set<String> = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 4, words[3].hasPrefix(day), Instant(iso8601: String(words[3])) != nil {
        ledgers.insert(String(words[0]))
      }
    }
    return ledgers
  }
}
