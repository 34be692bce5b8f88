package import MissionModel
import Platform

/// A file's content as a remote worker describes it, since it can't be read here.
package enum ArtifactContent {
  private static let bytes = Parameter("bytes", .integer(0...Int.max), "The file's size.")
  private static let sha256 = Parameter(
    "sha256", .text(bytes: 64...64), "The file's SHA-256, hexadecimal in lower case.")

  package static let parameters = [bytes, sha256]

  /// Reads the content from a call into a report on the file, checking its bounds.
  package static func take(
    _ arguments: Arguments, into artifact: inout ArtifactReport
  ) throws(MissionError) {
    artifact.bytes = try arguments.integer(bytes).map { Int64($0) }
    artifact.sha256 = try arguments.text(sha256)
    if let size = artifact.bytes { try bytes.check(Int(size)) }
    guard let digest = artifact.sha256 else { return }
    try sha256.check(digest)
    guard [UInt8](hex: digest) != nil else {
      throw .validation("sha256 must be 64 hexadecimal digits in lower case", field: "sha256")
    }
  }
}
