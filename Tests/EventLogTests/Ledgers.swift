import CanonicalJSON
import EventLog
import MissionTesting

/// A folder with one log in it, for one test.
final class TestLedger: Sendable {
  let folder: TemporaryFolder
  let path: String

  init(_ file: String = "test.db") throws {
    folder = try TemporaryFolder()
    path = folder.path + "/" + file
  }

  func open(_ change: (inout EventLog.Options) -> Void = { _ in }) throws -> EventLog {
    var options = EventLog.Options(durability: .none)
    change(&options)
    return try EventLog.open(path, options)
  }

  /// Runs SQL by the `sqlite3` program; gives its exit status and what it printed.
  func sqlite3(_ sql: String) throws -> (status: Int32, output: String) {
    let run = try OtherProgram.run("/usr/bin/sqlite3", [path, sql])
    return (run.code, run.out + run.err)
  }
}

extension NewEvent {
  /// An event whose payload tells its number.
  static func numbered(_ number: Int, type: String = "test.counted") -> NewEvent {
    NewEvent(type: type, payload: JSONText(trusted: Array("{\"n\":\(number)}".utf8)), actor: "test")
  }
}

extension NewEvent {
  /// An event whose payload has so many bytes that don't compress.
  static func padded(_ size: Int) -> NewEvent {
    var random = SeededGenerator(seed: UInt64(size))
    let letters = (0..<size).map { _ in UInt8(ascii: "0") + UInt8.random(in: 0..<64, using: &random)
    }
    let text = letters.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "x") : $0 }
    return NewEvent(
      type: "test.padded",
      payload: JSONText(trusted: Array("{\"x\":\"".utf8) + text + Array("\"}".utf8)), actor: "test")
  }
}
