import MissionModel
import Platform

/// The file of an import, before it is known what it is.
enum ImportSource {
  /// Tells whether a file begins as lines of `export` do; false for what isn't there.
  ///
  /// - Throws: `ledger_read_only` for what this user may not read; `validation_error` for a pipe, which would be waited
  ///   for, and whose lines can be read only once.
  static func isExport(_ path: String) throws(MissionError) -> Bool {
    if let denial = FileSystem.denial(path) {
      throw MissionError(.ledgerReadOnly, "\(path) can't be read: \(denial)")
    }
    if let info = try? FileSystem.info(path, followingLinks: true), info.kind == .other {
      throw .validation(
        "\(path) is a pipe or a device, and an import reads its file more than once: write what comes there into a "
          + "file, and import that")
    }
    return (try? FileSystem.read(path, first: 1)) == [UInt8(ascii: "{")]
  }
}
