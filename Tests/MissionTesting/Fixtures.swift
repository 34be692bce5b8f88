package import Foundation

/// The golden files that lie beside the sources.
package enum Fixtures {
  /// The place of one of them, by its path in `Fixtures`.
  package static func url(_ path: String) -> URL {
    URL(filePath: #filePath).appending(path: "../../../Fixtures/\(path)").standardized
  }

  /// The names of the formats whose ledgers are kept for ever.
  package static let releases: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: url("ledgers").path)) ?? []).sorted()
}
