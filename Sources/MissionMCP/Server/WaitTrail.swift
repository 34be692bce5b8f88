import EventLog
import MissionControl
import MissionModel
import MissionReplay
import Platform

/// A trail of missions' events while a caller waits for them, sent as they happen.
struct WaitTrail: Sendable {
  /// The most events of one mission that are sent at a time: the newest.
  private static let burst = 50
  /// The most bytes of one message.
  private static let messageBytes = 1_000

  private let missions: [MissionID]
  private let after: Int64?
  private let fleet: Fleet
  private let progress: Progress

  /// Makes the trail of missions from now on, or from the known version on.
  init(missions: [MissionID], after: Int64?, _ fleet: Fleet, _ progress: Progress) {
    self.missions = missions
    self.after = after
    self.fleet = fleet
    self.progress = progress
  }

  /// Waits by `wait`, sending each event meanwhile; the events that ended the wait come before its
  /// answer.
  ///
  /// The wait itself reports a mission that can't be followed.
  func follow<Answer: Sendable>(
    _ wait: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    var seen: [MissionID: Int64] = [:]
    for mission in missions { seen[mission] = await version(of: mission) }
    let told = ToldVersions(seen)
    return try await withThrowingTaskGroup(of: Answer?.self) { group in
      group.addTask { try await wait() }
      for mission in seen.keys {
        group.addTask {
          try await watch(mission, told)
          return nil
        }
      }
      defer { group.cancelAll() }
      while let outcome = try await group.next() {
        guard let answer = outcome else { continue }
        group.cancelAll()
        while (try? await group.next()) != nil {}
        for mission in missions { await tell(mission, told) }
        return answer
      }
      throw CancellationError()
    }
  }

  private func version(of mission: MissionID) async -> Int64? {
    if let after { return after }
    var request = GetRequest()
    request.events = 0
    return try? await fleet.get(mission, request).mission.state.version
  }

  /// Sends a mission's events as they come, until the task is cancelled or the mission can't be
  /// read.
  private func watch(_ mission: MissionID, _ told: ToldVersions) async throws {
    while let seen = await told.version(of: mission) {
      guard
        let view = try? await fleet.nextChange(of: mission, after: seen, timeoutSeconds: 60)
      else { return try Task.checkCancellation() }
      guard view.state.version > seen else { continue }
      await tell(mission, told)
    }
  }

  /// Sends the events of a mission that weren't sent yet.
  private func tell(_ mission: MissionID, _ told: ToldVersions) async {
    guard let seen = await told.version(of: mission) else { return }
    var request = GetRequest()
    request.events = Self.burst
    guard let result = try? await fleet.get(mission, request) else { return }
    let news = await told.advance(mission, beyond: seen, to: result.mission.state.version)
    for event in result.events where news.contains(event.version) {
      let prefix = missions.count > 1 ? "\(mission): " : ""
      await progress.tell((prefix + EventSummary(of: event).text).cut(bytes: Self.messageBytes))
    }
  }
}

/// The version up to which each mission's events were sent.
private actor ToldVersions {
  private var versions: [MissionID: Int64]

  init(_ versions: [MissionID: Int64]) { self.versions = versions }

  func version(of mission: MissionID) -> Int64? { versions[mission] }

  /// Notes that the caller sends events up to `version`, and returns those that nobody sent before.
  func advance(_ mission: MissionID, beyond seen: Int64, to version: Int64) -> Range<Int64> {
    let told = max(versions[mission] ?? seen, seen)
    guard version > told else { return 0..<0 }
    versions[mission] = version
    return told + 1..<version + 1
  }
}
