import MissionModel
import Platform

/// The file of an import before its kind is known.
enum ImportSource {
  /// Whether a file begins like lines of `export`; false for a missing file.
  ///
  /// - Throws: `ledger_read_only` for a file that this user may not read; `validation_error` for a
  ///   pipe, which would be waited for, and whose lines can be read only once.
  static func isExport(_ path: String) throws(MissionError) -> Bool {
    if let denial = FileSystem.denial(path) {
      throw MissionError(.ledgerReadOnly, "\(path) can't be read: \(denial)")
    }
    if let info = try? FileSystem.info(path, followingLinks: true), info.kind == .other {
      throw .validation(
        "\(path) is a pipe or a device, and an import reads its file more than once: save its "
          + "content to a file, and import that"
      )
    }
    return (try? FileSystem.read(path, first: 1)) == [UInt8(ascii: "{")]
  }
}
