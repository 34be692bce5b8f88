import Testing

@testable import MissionModel

/// Which commands are told already by an event that went by their name.
struct RepetitionTests {
  @Test func aCommandIsARepetitionOnlyOfWhatSaysTheSame() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    let said = MissionCommand.progress(MissionBench.first, ProgressReport(summary: "half"))
    guard case .append(let events) = try bench.run(said), let event = events.first else {
      throw MissionError.validation("nothing was reported")
    }
    let state = try #require(bench.state)
    #expect(said.isTold(by: event, in: state))
    let stranger = FencingToken(worker: WorkerID(stored: "w2"), attempt: 1)
    let others: [MissionCommand] = [
      .progress(MissionBench.first, ProgressReport(summary: "more")),
      .progress(stranger, ProgressReport(summary: "half")), .heartbeat(MissionBench.first),
      .completed(MissionBench.first), .cancel(reason: "half", force: false),
    ]
    for other in others { #expect(!other.isTold(by: event, in: state)) }
  }

  @Test func whatWasKnownAlreadyIsToldByTheHeartbeatThatItLeft() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    let unstarted = try #require(bench.state)
    let start = MissionCommand.start(MissionBench.first, workspace: "/w")
    let block = MissionCommand.block(MissionBench.first, question: "which?", options: ["a"])
    for said in [start, block] {
      try bench.run(said)
      guard case .append(let events) = try bench.run(said), let event = events.first,
        case .heartbeat = event
      else { throw MissionError.validation("nothing was said again") }
      let state = try #require(bench.state)
      #expect(said.isTold(by: event, in: state))
      // A heartbeat swallows nothing that was not known.
      #expect(!said.isTold(by: event, in: unstarted))
      let others: [MissionCommand] = [
        .start(MissionBench.second, workspace: "/w"), .start(MissionBench.first, workspace: "/x"),
        .block(MissionBench.second, question: "which?", options: ["a"]),
        .block(MissionBench.first, question: "which?", options: []),
      ]
      for other in others { #expect(!other.isTold(by: event, in: state)) }
    }
  }

  @Test func aQuestionIsAskedAlreadyOnlyInTheSameBytes() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    func ask(_ question: String, _ option: String) -> MissionCommand {
      .block(MissionBench.first, question: question, options: [option])
    }
    guard case .append(let events) = try bench.run(ask("caf\u{E9}?", "\u{E9}")),
      let event = events.first
    else { throw MissionError.validation("nothing was asked") }
    let state = try #require(bench.state)
    #expect(state.isAsking("caf\u{E9}?", ["\u{E9}"]))
    #expect(ask("caf\u{E9}?", "\u{E9}").isTold(by: event, in: state))
    for other in [ask("cafe\u{301}?", "\u{E9}"), ask("caf\u{E9}?", "e\u{301}")] {
      #expect(!other.isTold(by: event, in: state))
      #expect(bench.decided(other).text == bench.decided(ask("else?", "\u{E9}")).text)
    }
  }

  @Test func aFileDeclaredAgainIsToldWhateverIsFoundInItByThen() throws {
    var bench = try MissionBench()
    try bench.run(.claim("w1"))
    func declare(_ path: String, _ bytes: Int64?, isLookedAt: Bool = true) -> MissionCommand {
      var report = ArtifactReport(path: path, bytes: bytes)
      report.isLookedAt = isLookedAt
      return .artifact(MissionBench.first, report)
    }
    guard case .append(let events) = try bench.run(declare("\u{E9}", 1)), let event = events.first
    else { throw MissionError.validation("nothing was declared") }
    let state = try #require(bench.state)
    #expect(declare("\u{E9}", 2).isTold(by: event, in: state))
    #expect(declare("\u{E9}", nil, isLookedAt: false).isTold(by: event, in: state))
    #expect(declare("\u{E9}", 1, isLookedAt: false).isTold(by: event, in: state))
    #expect(!declare("\u{E9}", 2, isLookedAt: false).isTold(by: event, in: state))
    for other in ["b", "e\u{301}"] { #expect(!declare(other, 1).isTold(by: event, in: state)) }
  }
}
