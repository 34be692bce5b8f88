import MissionModel
import Platform

/// What a command takes from a file, or from standard input where its path is `-`.
enum FileInput {
  /// How large such a file may be.
  private static let limit = 8 * 1024 * 1024

  /// The file's bytes.
  ///
  /// - Throws: `not_found` for a file that can't be read.
  static func bytes(of path: String, _ console: Console) throws -> [UInt8] {
    guard path != "-" else { return Array(standardInput(console).utf8) }
    do {
      return try FileSystem.read(path, limit: limit)
    } catch {
      throw MissionError(.notFound, "the file can't be read: \(error.message)")
    }
  }

  /// The file's text; what is no UTF-8 in it is replaced.
  static func text(of path: String, _ console: Console) throws -> String {
    String(decoding: try bytes(of: path, console), as: UTF8.self)
  }

  /// All of standard input, without the line breaks at its end.
  static func standardInput(_ console: Console) -> String {
    var text = ""
    while let line = console.readLine() { text += line }
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
