import EventLog
import EventProjections
import MissionControl
import MissionModel
import Platform

/// The end of a world: the faults stop, everything comes to rest, and its history is held against
/// what was seen.
extension World {
  /// How long everything may take to come to rest, in microseconds, and how many messages.
  private static let patience: Int64 = 2_400_000_000
  private static let messages = 6_000
  /// How many missions of a lane that are queued then are to be done all the same.
  private static let kept = 2

  /// Ends every fault and lets the world go on until it is at rest, and for so many steps in all.
  func heal(atLeast limit: Int) async throws {
    note("the faults are over")
    isHealing = true
    lostReplies = 0
    lostCalls = 0
    machine.wallOffset = 0
    giveRoom()
    for ledger in Names.ledgers.indices { try await freeDisk(ledger) }
    for place in workers.indices {
      resumeWorker(place)
      if place < plan.workers.count { send(.start(place: place), in: Self.second) }
    }
    for lane in Names.lanes where !feedJudge.trusts(lane) {
      send(.setCursor(lane), in: 2 * Self.second)
    }
    for vp in Names.vps.indices { send(.resumeVP(vp), in: 0) }
    for judge in judges.values.sorted(by: { $0.name < $1.name }) {
      for story in judge.missions.values.sorted(by: { $0.id < $1.id }) {
        if let question = story.question {
          send(.answer(story.id, question: question, tries: 0), in: Self.second)
        }
      }
    }
    try await takeBack()
    let end = machine.elapsed + Self.patience
    var count = 0
    while let entry = queue.next(), entry.time < end, count < Self.messages {
      try await take(entry)
      count += 1
      if count % 20 == 0, steps >= limit, restless() == nil { return }
    }
    if let restless = restless() {
      throw Violation("When the faults are over, everything comes to rest", restless)
    }
  }

  /// Has most of what is queued cancelled: to do it all would only show again and again that work
  /// gets done.
  private func takeBack() async throws {
    for lane in Names.lanes {
      let queued = judges[lane]?.missions.values.filter { $0.status == .queued } ?? []
      for story in queued.sorted(by: { $0.id < $1.id }).dropFirst(Self.kept) {
        note("\(story.id) is taken back")
        do {
          _ = try await call(from: 0, touching: [lane]) {
            try await $0.cancel(story.id, .orchestrator(session: "session-0"))
          }
        } catch let error as MissionError {
          note("  \(error.code)")
        }
      }
    }
  }

  /// What has not come to rest; nil where everything has.
  private func restless() -> String? {
    for lane in Names.lanes {
      let open = judges[lane]?.missions.values.filter { !$0.status.isTerminal } ?? []
      for story in open.sorted(by: { $0.id < $1.id }) where !waitsRightly(story) {
        return "\(story.id) in \(lane) is \(story.status) at version \(story.version)"
      }
      if let judge = judges[lane], let waiting = feedJudge.waiting(in: judge) {
        return "\(waiting) is not in its feed"
      }
    }
    return nil
  }

  /// Whether a mission may wait for ever as far as this world goes: its time has not come.
  private func waitsRightly(_ story: MissionStory) -> Bool {
    guard story.status == .queued, let notBefore = story.request.notBefore else { return false }
    return notBefore > machine.clocks.now()
  }

  // MARK: History

  /// Notes the root of every ledger: with them, all that its events say is in the trace.
  func noteRoots() async throws {
    for name in Names.ledgers {
      let root = try await read(name) { try $0.root() }
      trace.note(root)
    }
  }

  /// Checks all that is only checked of a world as a whole.
  func checkWhole() async throws {
    try await checkProjections()
    try await checkHistory()
  }

  /// Checks that every projection of every ledger is what a replay of its log gives.
  private func checkProjections() async throws {
    for name in Names.ledgers {
      guard let log = try? await fleets[0].log(name) else { continue }
      for report in try await log.check() where !report.isSound {
        throw Violation(
          "A projection is what its log says",
          "\(report.differing) rows of \(report.name) in \(name) differ")
      }
    }
  }

  /// Checks that the logs still hold, byte for byte, what was seen of them.
  private func checkHistory() async throws {
    for name in Names.ledgers {
      guard let judge = judges[name] else { continue }
      let events = try await read(name) { try $0.events() }
      var digest = Digest64()
      for event in events { digest.take(event) }
      guard digest == judge.digest else {
        throw Violation("What was acknowledged is never lost", "ledger \(name) reads otherwise")
      }
    }
  }
}
