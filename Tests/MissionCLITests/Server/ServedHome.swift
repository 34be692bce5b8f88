import Foundation
import MissionTesting
import Synchronization
import Testing

/// What a process has said so far.
private final class Told: Sendable {
  let text = Mutex("")
}

/// A home, a server that serves it as a process of its own, and the program against that server.
final class ServedHome: Sendable {
  let home = CommandLineHome()
  private let server: Process
  let address: String

  /// Serves a home once `prepare` is done with it.
  init(_ prepare: (CommandLineHome) async throws -> Void = { _ in }) async throws {
    #expect(await home.run("init").code == 0)
    try await prepare(home)
    let server = try BuiltProgram.start(
      ["serve", "--home", home.path, "--port", "0"],
      environment: ["MISSIONLOG_DURABILITY": "relaxed"])
    do {
      address = try await Self.address(of: server)
    } catch {
      server.terminate()
      server.waitUntilExit()
      throw error
    }
    self.server = server
  }

  /// The address that a server says it serves at, once it has said it whole.
  private static func address(of server: Process) async throws -> String {
    let out = try #require(server.standardOutput as? Pipe).fileHandleForReading
    let told = Told()
    out.readabilityHandler = { out in
      let text = String(decoding: out.availableData, as: UTF8.self)
      told.text.withLock { $0 += text }
    }
    defer { out.readabilityHandler = nil }
    var address: Substring?
    _ = try await eventually {
      address = told.text.withLock(\.self).firstMatch(of: /(http:\/\/[0-9.:]+)[^0-9.:]/)?.1
      return address != nil || !server.isRunning
    }
    return String(try #require(address))
  }

  deinit {
    server.terminate()
    server.waitUntilExit()
  }

  /// Runs a command against the server, with a token of its own where it shall not be an admin's.
  func run(_ words: [String], token: String? = nil) throws -> OtherProgram.Run {
    try BuiltProgram.run(
      ["--server", address, "--token-file", token ?? home.path + "/token"] + words,
      environment: ["MISSIONLOG_HOME": home.path + "-worker"])
  }

  /// Gives the server one more token, and answers its file.
  static func token(_ name: String, _ scopes: String, of home: CommandLineHome) throws -> String {
    let file = home.path + "-" + name
    try "a-token-of-some-length-\(name)\n".write(toFile: file, atomically: true, encoding: .utf8)
    try "server:\n  tokens:\n    \(name): {scopes: [\(scopes)], token_file: \(file)}\n"
      .write(toFile: home.path + "/config.yaml", atomically: true, encoding: .utf8)
    return file
  }
}
