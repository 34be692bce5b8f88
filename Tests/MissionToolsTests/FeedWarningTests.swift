import MissionControl
import MissionModel
import MissionTesting
import MissionTools
import Testing

/// Feeds beside a ledger that can't be read: no answer says by its silence that nothing was missed.
@Suite struct FeedWarningTests {
  private let home: TemporaryHome
  private let context: ToolContext

  /// Makes a home with one item in a feed, and damages another lane's ledger.
  init() async throws {
    home = try TemporaryHome()
    let before = home.fleet()
    var request = DispatchRequest(vpID: .general, objective: "count")
    request.sourceSessionID = "s1"
    _ = try await before.dispatch(request, .tester)
    _ = try await Bridge(before).catchUp()
    before.close()
    try home.damage("coder_vp_state.db")
    context = ToolContext(fleet: home.fleet(), call: .tester)
  }

  private func check(_ answer: some ToolAnswer) {
    #expect(answer.warnings.map(\.ledger) == ["coder"])
    #expect(answer.warnings.first?.error?.code == .ledgerCorrupt)
    let text = String(decoding: answer.json, as: UTF8.self)
    #expect(text.contains("the bridge stands still at coder"), "\(text)")
  }

  @Test(arguments: [Int64(0), 1]) func aFeedSaysSoWithItemsAndWithout(after: Int64) async throws {
    let request = try ReadFeed(json: #"{"source_session_id": "s1", "after": \#(after)}"#)
    let answer = try await request.answer(context)
    #expect(answer.page.items.isEmpty == (after == 1))
    check(answer)
  }

  @Test func anAcknowledgementSaysSo() async throws {
    let request = try ReadFeed(json: #"{"source_session_id": "s1", "ack": 1}"#)
    check(try await request.answer(context))
  }

  @Test func aSessionWithoutAFeedIsToldSo() async throws {
    let request = try ReadFeed(json: #"{"source_session_id": "nobody"}"#)
    check(try await request.answer(context))
  }

  @Test func theListOfFeedsSaysSo() async throws {
    let answer = try await ListFeeds().answer(context)
    #expect(answer.feeds.map(\.session) == ["s1"])
    check(answer)
  }
}
