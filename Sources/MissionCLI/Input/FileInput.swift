import MissionModel
import Platform

/// The input of a command from a file, or from standard input where its path is `-`.
enum FileInput {
  /// The most bytes, unless a file may have more.
  static let limit = 8 << 20

  /// The bytes of the file, or of standard input.
  ///
  /// - Throws: `not_found` for a file that can't be read, `payload_too_large` for too many bytes.
  static func bytes(of path: String, _ console: Console) throws(MissionError) -> [UInt8] {
    path == "-" ? try standardInput(console) : try file(path)
  }

  /// The bytes of a file, whatever its name.
  ///
  /// - Throws: as `bytes`.
  static func file(_ path: String, limit: Int = limit) throws(MissionError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try FileSystem.read(path, first: limit + 1)
    } catch {
      throw MissionError(.notFound, "the file can't be read: \(error.message)")
    }
    guard bytes.count <= limit else { throw tooLarge(path, limit) }
    return bytes
  }

  /// The file's text, without the line breaks at its end.
  ///
  /// - Throws: as `bytes`, and `validation_error` for a text that is not UTF-8.
  static func text(of path: String, _ console: Console) throws(MissionError) -> String {
    guard var text = String(validating: try bytes(of: path, console), as: UTF8.self) else {
      throw .validation("\(name(path)) is not valid UTF-8")
    }
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }

  private static func standardInput(_ console: Console) throws(MissionError) -> [UInt8] {
    var bytes: [UInt8] = []
    while let next = console.readLine() {
      guard case .line(let line) = next, bytes.count + line.count < limit else {
        throw tooLarge("-", limit)
      }
      bytes += line
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> MissionError {
    MissionError(.payloadTooLarge, "\(name(path)) has more than \(limit) bytes, the maximum")
  }

  private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }
}
