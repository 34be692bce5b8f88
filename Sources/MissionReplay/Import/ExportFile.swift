import EventLog
import MissionModel
import Platform

/// The file of an export, read line by line; each line is checked against its own digest.
struct ExportFile: ~Copyable {
  /// The most bytes of a line: a payload and its envelope.
  private static let lineLimit = 4 << 20

  private let path: String
  private var file: LineFile
  /// How many lines were read in order.
  private(set) var count = 0

  /// Opens a file.
  ///
  /// - Throws: `not_found` or `ledger_corrupt`.
  init(_ path: String) throws(MissionError) {
    self.path = path
    do throws(PlatformError) {
      file = try LineFile(path, limit: Self.lineLimit)
    } catch {
      throw Self.failure(error, path)
    }
  }

  /// Reads the next line that isn't empty; nil at the end.
  ///
  /// - Throws: `validation_error` for a line that was changed.
  mutating func next() throws(MissionError) -> (line: ExportLine, place: LineFile.Place)? {
    while true {
      let found: (line: [UInt8], place: LineFile.Place)?
      do throws(PlatformError) {
        found = try file.next()
      } catch {
        throw Self.failure(error, path)
      }
      guard let found else { return nil }
      count += 1
      guard !found.line.isEmpty else { continue }
      return (try Self.read(found.line, at: "\(path), line \(count)"), found.place)
    }
  }

  /// Reads a line again.
  func line(at place: LineFile.Place) throws(MissionError) -> ExportLine {
    let bytes: [UInt8]
    do throws(PlatformError) {
      bytes = try file.line(at: place)
    } catch {
      throw Self.failure(error, path)
    }
    return try Self.read(bytes, at: "\(path), byte \(place.offset)")
  }

  private static func read(_ bytes: [UInt8], at place: String) throws(MissionError) -> ExportLine {
    do throws(LogError) {
      return try ExportLine(bytes)
    } catch {
      throw .validation("\(place): \(error.message)")
    }
  }

  private static func failure(_ error: PlatformError, _ path: String) -> MissionError {
    if error.isNoSpace {
      return MissionError(
        .payloadTooLarge, "\(path) has a longer line than any export has: \(error)")
    }
    return MissionError(
      error.isMissing ? .notFound : .ledgerCorrupt, "\(path) can't be read: \(error)")
  }
}
