import CanonicalJSON
import EventLog
import Platform
import Testing

@testable import MissionModel

/// The stored bytes of the runtime ledger's events: what is stored is for ever.
struct RuntimeEventTests {
  static let mark = SourceMark(
    event: EventID(ledger: "vp", position: 12), lineage: "11", leaf: "ab")

  static func item(_ objective: String = "dig", payload: JSONText = .emptyObject) -> BridgeDelivered
  {
    BridgeDelivered(
      source: mark, eventType: "vp.mission.completed", missionID: MissionBench.id,
      vpID: MissionBench.vp, sourceSessionID: "s1", sourceTurnID: nil, replyMode: "async",
      missionStatus: .completed, resultRef: "workspace:///w", objective: objective,
      eventPayload: payload, eventRecordedAt: Instant(microseconds: 1_772_357_520_000_000),
      skippedBefore: 3)
  }

  static let events: [(RuntimeEvent, String)] = [
    (
      .delivered(item()),
      #"{"event_payload":{},"event_recorded_at":"2026-03-01T09:32:00.000000Z","event_type":"vp.mission.completed","mission_id":"vp-mission-1","mission_status":"completed","objective":"dig","reply_mode":"async","result_ref":"workspace:///w","skipped_before":3,"source_event_id":"vp:12","source_leaf":"ab","source_lineage":"11","source_session_id":"s1","source_turn_id":null,"vp_id":"vp.general.primary"}"#
    ),
    (
      .advanced(BridgeAdvanced(source: mark, skipped: 10)),
      #"{"skipped":10,"source_event_id":"vp:12","source_leaf":"ab","source_lineage":"11"}"#
    ),
    (
      .cursorMoved(
        BridgeCursorMoved(
          ledger: "vp", action: .set, requested: 99, target: 40, head: 40, previous: 12,
          clamped: true, lineage: "11", leaf: "cd")),
      #"{"action":"set","clamped":true,"head":40,"ledger":"vp","previous":12,"requested":99,"source_leaf":"cd","source_lineage":"11","target":40}"#
    ),
    (
      .acknowledged(FeedAcknowledged(sourceSessionID: "s1", place: 7, items: 6, progressItems: 2)),
      #"{"items":6,"place":7,"progress_items":2,"source_session_id":"s1"}"#
    ),
  ]

  @Test func anItemTellsAnObjectiveWhoseFirstCharacterIsLongerThanItsBound() {
    let marks = String(repeating: "\u{301}", count: 600)
    #expect(Self.item("a" + marks).objective.utf8.count == 511)
  }

  @Test(arguments: [-1, 13, 9_223_372_036_854_775_807])
  func whatNoOneCanHaveSkippedIsRefused(skipped: Int64) {
    let payload = BridgeAdvanced(source: Self.mark, skipped: skipped).payload
    #expect(throws: JSONError.self) { try BridgeAdvanced(payload: payload) }
    var item = Self.item()
    item.skippedBefore = skipped
    let delivered = item.payload
    #expect(throws: JSONError.self) { try BridgeDelivered(payload: delivered) }
  }

  @Test(arguments: events.indices)
  func anEventOfTheRuntimeLedgerKeepsItsBytes(index: Int) throws {
    let (event, bytes) = Self.events[index]
    #expect(event.payload.string == bytes)
    #expect(try RuntimeEvent(type: event.type, schema: 1, payload: event.payload) == event)
  }

  @Test func everyTypeOfTheRuntimeLedgerHasItsBytes() {
    #expect(Set(Self.events.map(\.0.type)) == Set(RuntimeEventType.allCases.map(\.rawValue)))
  }

  @Test func aRedeliverySaysSo() throws {
    var item = Self.item()
    item.isRedelivery = true
    #expect(item.payload.string.contains(#""redelivery":true"#))
    #expect(try BridgeDelivered(payload: item.payload) == item)
  }

  @Test func anObjectiveIsCutAtACharacterWithin512Bytes() {
    #expect(Self.item(String(repeating: "a", count: 513)).objective.utf8.count == 512)
    let flags = String(repeating: "🇩🇪", count: 65)
    #expect(Self.item("x" + flags).objective == "x" + String(repeating: "🇩🇪", count: 63))
    #expect(Self.item(String(repeating: "é", count: 256)).objective.utf8.count == 512)
  }

  @Test(arguments: [(16 * 1024, true), (16 * 1024 + 1, false)])
  func aPayloadAbove16KiBIsLeftOutAndItsSizeTold(size: Int, isKept: Bool) throws {
    let filler = String(repeating: "a", count: size - #"{"a":""}"#.utf8.count)
    let item = Self.item(payload: JSONText.object { $0.field("a", filler) })
    #expect((item.eventPayload != nil) == isKept)
    #expect(item.payloadBytes == (isKept ? nil : Int64(size)))
    #expect(try BridgeDelivered(payload: item.payload) == item)
  }
}
