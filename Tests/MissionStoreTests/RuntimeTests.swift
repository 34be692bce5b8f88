import CanonicalJSON
import EventLog
import EventProjections
import MissionStore
import MissionTesting
import Platform
import Testing

@testable import MissionModel

/// The runtime ledger's rows, as its events make them.
@Suite struct RuntimeTests {
  private let folder: TemporaryFolder
  private let ledger: ProjectedLog

  init() throws {
    folder = try TemporaryFolder()
    let options = EventLog.Options(name: "runtime", durability: .none)
    ledger = try ProjectedLog.open(
      folder.file("runtime.db"), options, projections: LedgerModel.current.runtime)
  }

  private func append(_ event: RuntimeEvent, to stream: StreamName) async throws {
    try await ledger.write {
      try $0.append(
        NewEvent(type: event.type, payload: event.payload, actor: "bridge"), to: stream)
    }
  }

  private func deliver(
    _ position: Int64, skipped: Int64 = 0, type: MissionEventType = .completed,
    leaf: String = "00000000000000ff", again: Bool = false
  ) async throws {
    let item = BridgeDelivered(
      source: mark(position, leaf), eventType: type.rawValue, missionID: MissionID(stored: "m"),
      vpID: VPID(stored: "v"), sourceSessionID: "s", sourceTurnID: nil, replyMode: "async",
      missionStatus: .completed, resultRef: nil, objective: "dig", eventPayload: .emptyObject,
      eventRecordedAt: Instant(microseconds: 0), skippedBefore: skipped, isRedelivery: again)
    try await append(.delivered(item), to: RuntimeStreams.feed("s"))
  }

  private func mark(_ position: Int64, _ leaf: String = "00000000000000ff") -> SourceMark {
    SourceMark(event: EventID(ledger: "vp", position: position), lineage: "11", leaf: leaf)
  }

  private func cursor() async throws -> SourceCursor? {
    try await ledger.read { try $0.row(RuntimeProjections.cursors, "vp") }
  }

  private func feed() async throws -> FeedState? {
    try await ledger.read { try $0.row(RuntimeProjections.feeds, ExactText("s")) }
  }

  @Test func itemsAndSkippedRunsMoveTheirSourcesCursor() async throws {
    try await deliver(3, skipped: 2)
    try await deliver(4)
    try await append(
      .advanced(BridgeAdvanced(source: mark(9, "ee"), skipped: 5)), to: RuntimeStreams.bridge("vp"))
    let cursor = try #require(try await cursor())
    #expect(cursor.position == 9)
    #expect(cursor.furthest == 9)
    #expect(cursor.lineage == "11")
    #expect(cursor.leaf == "ee")
    #expect(cursor.deliveredTotal == 2)
    #expect(cursor.skippedTotal == 7)
    #expect(cursor.event == 3)
  }

  @Test func anOperatorsMoveSetsTheCursorAndLeavesTheFurthestPlace() async throws {
    try await deliver(3, skipped: 2)
    try await append(
      .cursorMoved(
        BridgeCursorMoved(
          ledger: "vp", action: .resetToZero, requested: nil, target: 0, head: 3, previous: 3,
          clamped: false, lineage: "22", leaf: nil)), to: RuntimeStreams.bridge("vp"))
    try await deliver(3, skipped: 2, again: true)
    let cursor = try #require(try await cursor())
    #expect(cursor.position == 3)
    #expect(cursor.movesTotal == 1)
    #expect(cursor.deliveredTotal == 2)
    #expect(cursor.redeliveredTotal == 1)
    let key = DeliveryKey(mark(3))
    let delivery = try await ledger.read { try $0.row(RuntimeProjections.deliveries, key) }
    #expect(delivery == Delivery(times: 2, position: 3))
    let other = DeliveryKey(mark(3, "00000000000000fe"))
    #expect(try await ledger.read { try $0.row(RuntimeProjections.deliveries, other) } == nil)
  }

  @Test func whatLiesBeyondTheAcknowledgedPlaceIsUnread() async throws {
    try await deliver(1)
    try await deliver(2, type: .progress)
    try await deliver(3)
    #expect(try await feed()?.unread(withProgress: true) == 3)
    #expect(try await feed()?.unread(withProgress: false) == 2)
    try await append(
      .acknowledged(FeedAcknowledged(sourceSessionID: "s", place: 2, items: 2, progressItems: 1)),
      to: RuntimeStreams.feed("s"))
    try await deliver(4, type: .progress)
    let feed = try #require(try await feed())
    #expect(feed.acknowledged == 2)
    #expect(feed.version == 5)
    #expect(feed.unread(withProgress: true) == 2)
    #expect(feed.unread(withProgress: false) == 1)
  }

  @Test func aRebuildGivesTheSameRowsAndSQLShowsThem() async throws {
    try await deliver(1)
    try await deliver(2, skipped: 0)
    #expect(try await ledger.check().allSatisfy(\.isSound))
    let session = SQLSession(over: [ledger])
    #expect(
      try session.run("SELECT ledger, items FROM feeds").rows == [[.text("runtime"), .integer(2)]])
    #expect(try session.run("SELECT cursor FROM bridge_cursors").rows == [[.integer(2)]])
    #expect(try session.run("SELECT * FROM missions").rows.isEmpty)
  }
}
