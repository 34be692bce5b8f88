package import CanonicalJSON
package import MissionControl
package import MissionModel

/// An acknowledgement of a feed up to a place, without reading it.
package struct AcknowledgeFeed: FleetRequest {
  package static let summary = "Acknowledges the items of a feed up to a version."

  /// The place, under each name that answers and events give it; a call names one of them.
  private static let places = ["ack", "after", "version", "place"].map { name in
    Parameter(
      name, .place,
      "Acknowledge items up to this version: the next_after of an answer.")
  }
  package static let parameters = [ReadFeed.session] + places

  private let session: String
  private let place: Int

  package init(_ arguments: Arguments) throws(MissionError) {
    session = try arguments.requiredText(ReadFeed.session)
    try ReadFeed.session.check(session)
    var given: Set<Int> = []
    for parameter in Self.places {
      guard let place = try arguments.integer(parameter) else { continue }
      try parameter.check(place)
      given.insert(place)
    }
    guard let place = given.first else {
      throw .validation(
        "ack is required: the version up to which items were dealt with", field: "ack")
    }
    guard given.count == 1 else {
      throw .validation("give one of ack, after, version, place: they differ", field: "ack")
    }
    self.place = place
  }

  /// Checks nothing: `init` refuses a place out of bounds, by the name that the call used.
  package func check() throws(MissionError) {}

  package func perform(_ context: ToolContext) async throws -> FeedAcknowledgement {
    let isNew = try await context.fleet.acknowledgeFeed(
      session, upTo: Int64(place), context.call)
    var request = FeedRequest(session: session)
    request.limit = 1
    let page = try await context.fleet.readFeed(request)
    return FeedAcknowledgement(page: page, already: !isNew)
  }
}

/// How far a feed is read now.
package struct FeedAcknowledgement: DescribedAnswer {
  package static let fields = [
    Field("source_session_id", .text), Field("acknowledged", .count),
    Field("already", .boolean), Field("unread", .count),
  ]

  let page: FeedPage
  /// Whether the place had been acknowledged before.
  let already: Bool

  package var warnings: [Warning] { page.warnings }

  package func write(into writer: inout JSONWriter) {
    writer.field("source_session_id", page.session)
    writer.field("acknowledged", page.acknowledged)
    writer.field("already", already)
    writer.field("unread", page.unread)
  }
}
