import CanonicalJSON
import EventLog
import MissionTesting
import Testing

/// The example that the README shows: open, append, follow.
@Suite struct TenLineExampleTests {
  @Test func aStrangerAppendsAndFollows() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/orders.db"

    let log = try EventLog.open(path)
    let stream = try StreamName("order/17")
    let placed = NewEvent(
      type: "order.placed", payload: try JSONText(#"{"item": "tea", "grams": 250}"#), actor: "shop")
    try await log.append([placed], to: stream, expecting: .none)
    for try await event in log.follow(after: 0) {
      #expect(
        "\(event.id) \(event.type) \(event.payload)"
          == #"orders:1 order.placed {"grams":250,"item":"tea"}"#)
      break
    }
    log.close()
  }
}
