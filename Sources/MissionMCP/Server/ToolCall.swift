import CanonicalJSON
import MissionControl
import MissionModel
import MissionTools

/// One call of a tool through the protocol.
struct ToolCall: Sendable {
  let tool: Tool
  let arguments: JSONText
  let members: Members
  let context: ToolContext
  let carriesFeeds: Bool

  /// Calls the tool; events that a wait sees meanwhile are sent as progress.
  ///
  /// If the transport goes away, a waiting call answers with what there is by then. A claim that
  /// has found nothing by then is not tried once more, since its worker may get no answer: it can
  /// claim again.
  func run(progress: Progress?) async throws -> any ToolAnswer {
    do {
      return try await followed(by: progress)
    } catch is CancellationError where TransportEnding.isUnderWay {
      guard tool.name != ClaimMission.name else { throw MissionError.serverIsEnding }
      guard let impatient = withoutPatience() else { throw CancellationError() }
      return try await Task { try await impatient.call() }.value
    }
  }

  private func followed(by progress: Progress?) async throws -> any ToolAnswer {
    if tool.name == ReadFeed.name, tool.writes, carriesFeeds {
      return try await carrying()
    }
    guard let progress, tool.name == WaitMission.name else { return try await call() }
    let trail = WaitTrail(missions: missions, after: afterVersion, context.fleet, progress)
    return try await trail.follow { try await call() }
  }

  private func call() async throws -> any ToolAnswer {
    try await tool.call(arguments.bytes, context)
  }

  /// Fills feeds before they are read, and while the caller waits for an item.
  ///
  /// Nothing is said here of a ledger that can't be carried from: the answer itself has a warning.
  private func carrying() async throws -> any ToolAnswer {
    guard context.fleet.configuration.bridgeEnabled, await context.fleet.isThere else {
      return try await call()
    }
    let bridge = Bridge(context.fleet)
    _ = try? await bridge.catchUp()
    return try await withThrowingTaskGroup(of: (any ToolAnswer)?.self) { group in
      group.addTask { try await call() }
      group.addTask {
        try? await bridge.run { _ in }
        return nil
      }
      defer { group.cancelAll() }
      while let answer = try await group.next() {
        if let answer { return answer }
      }
      throw CancellationError()
    }
  }

  /// The same call without its wait; nil for a tool that can't wait anyway.
  private func withoutPatience() -> ToolCall? {
    guard let patience = tool.patience else { return nil }
    let arguments = JSONText.object { writer in
      for name in members.names where name != patience.name {
        writer.field(name, members[name])
      }
      writer.field(patience.name, 0)
    }
    guard let members = try? Members(arguments) else { return nil }
    return ToolCall(
      tool: tool, arguments: arguments, members: members, context: context, carriesFeeds: false)
  }

  /// The missions of a wait.
  private var missions: [MissionID] {
    let several = members["mission_ids"].flatMap { list -> [String]? in
      var reader = JSONReader(list)
      return try? reader.readStrings()
    }
    return (several ?? [members.string("mission_id")].compactMap(\.self)).compactMap(MissionID.init)
  }

  /// The version that the caller knows already, if it waits for changes.
  private var afterVersion: Int64? {
    guard members.string("until") == WaitRequest.Until.change.rawValue else { return nil }
    guard let version = members["after_version"] else { return 0 }
    var reader = JSONReader(version)
    return try? reader.readInt64()
  }
}

extension Fleet {
  /// Whether there is a home to read.
  fileprivate var isThere: Bool {
    get async { (try? await heads()) != nil }
  }
}
