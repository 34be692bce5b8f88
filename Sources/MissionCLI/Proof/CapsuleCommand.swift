import ArgumentParser
import Foundation
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform

/// `capsule`: missions and their relatives as one self-contained, verifiable file.
struct CapsuleCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "capsule",
    abstract: "Put missions into one self-contained, verifiable file, or open one.",
    discussion: """
      A capsule holds the missions with their retry chains, their workers' sessions, their feed \
      items, and for each event the proof that it belongs to its ledger's root. Every reading \
      command accepts a capsule as its --home, and shows the state at the moment when it was \
      made. A capsule with a changed byte is refused; the refusal names the event.

      Examples:
        missionlog capsule 3f9a12bc incident.capsule
        missionlog capsule --open incident.capsule
        missionlog timeline 3f9a12bc --home incident.capsule
      """)

  @Argument(
    help: ArgumentHelp(
      "Missions, then the new file; with --open, only the file.", valueName: "id… file"),
    completion: .missions)
  var words: [String]

  @Flag(help: "Verify a capsule, list what it holds, and draw its missions.") var open = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  var serverUse: ServerUse { open ? .needsNone : .worksOnIt }

  func run(_ invocation: Invocation) async throws -> Exit {
    guard !open else { return try await show(words.last ?? "", invocation) }
    return try await make(invocation) { words in
      let tools = try invocation.tools()
      var ids: [MissionID] = []
      for word in words { ids.append(try await invocation.mission(word, tools)) }
      return try await MakeCapsule(ids).answer(tools)
    }
  }

  func validate() throws {
    if open, words.count != 1 { throw ValidationError("--open needs exactly one file.") }
    if !open, words.count < 2 {
      throw ValidationError("give missions and the new file: capsule ID… FILE.")
    }
    try PathInput.check(["<file>": words.last])
  }

  /// Writes the capsule that `make` returns for the named missions.
  func make(
    _ invocation: Invocation,
    _ make: (_ words: [String]) async throws -> (
      bytes: [UInt8], capsule: Capsule, warnings: [Warning]
    )
  ) async throws -> Exit {
    let path = words.last ?? ""
    try PathInput.checkIsNew(path, field: "file")
    let answer = try await make(try MissionIDsInput.ids(words.dropLast(), invocation.console))
    try PathInput.checkIsNew(path, field: "file")
    do throws(PlatformError) {
      try FileSystem.writeAtomically(answer.bytes, to: path)
    } catch {
      throw MissionError(unwritable: path, error)
    }
    return try finish(
      CapsuleAnswer(answer.capsule, path: path, warnings: answer.warnings), invocation)
  }

  private func show(_ path: String, _ invocation: Invocation) async throws -> Exit {
    do throws(PlatformError) {
      _ = try FileSystem.info(path, followingLinks: true)
    } catch {
      guard error.isMissing else {
        throw MissionError(.ledgerReadOnly, "\(path) can't be read: \(error)")
      }
      throw MissionError(.notFound, "there is no file at \(path)")
    }
    guard let capsule = try CapsuleFile.read(path) else {
      throw MissionError(.notALedger, "\(path) is not a capsule")
    }
    let home = Home(path: invocation.absolute(path), origin: "capsule --open")
    let fleet = capsule.fleet(home: home, Surroundings(clocks: invocation.console.clocks))
    defer { fleet.close() }
    let context = ToolContext(
      fleet: fleet, call: .person(NSUserName(), host: fleet.surroundings.host.hostName))
    return try finish(try await OpenCapsule(capsule).answer(context), invocation)
  }

  private func finish(_ answer: CapsuleAnswer, _ invocation: Invocation) throws -> Exit {
    let exit = try invocation.show(answer) { answer, page in
      let header = answer.capsule.header
      try page.line(
        "\(answer.path): whole, as of \(page.time.face.full(header.moment))", .good)
      var record = Record()
      record.add("  missions", answer.missions.joined(separator: ", "))
      for ledger in header.ledgers {
        record.add(
          "  \(ledger.name)",
          "\(CountText.text(ledger.events, "event")) of \(ledger.size), under the root \(ledger.root)"
        )
      }
      for unchecked in answer.notChecked ?? [] { record.add("  not checked", unchecked) }
      try page.record(record)
      for timeline in answer.timelines {
        try page.line()
        let drawing = TimelineDrawing(timeline, clock: page.time.face, width: page.screen.width)
        try page.drawing(drawing.lines)
      }
    }
    if let first = answer.missions.first {
      invocation.hint(["timeline", first, "--home", answer.path], "read it")
    }
    return exit
  }
}
