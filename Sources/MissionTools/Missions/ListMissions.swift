package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `vp_list_missions`: missions that match, newest dispatch first.
package struct ListMissions: ToolRequest {
  package static let name = "vp_list_missions"
  package static let summary = "Lists missions, newest dispatch first."
  package static let writes = false

  static let vp = Parameter("vp_id", Parameter.vpID.kind, "Only this VP's missions.")
  static let status = Parameter(
    "status", .text(bytes: 1...256), standard: "all",
    "Statuses or effective statuses, joined by commas: " + statuses.joined(separator: ", ") + ".")
  static let attention = Parameter(
    "attention", .boolean, standard: "false", "Only missions that need attention.")
  static let failureMode = Parameter(
    "failure_mode", .choice(FailureMode.known.map(\.rawValue)), "Only failures of this kind.")
  static let session = Parameter(
    "source_session_id", .reference, "Only missions of this session.")
  static let chain = Parameter(
    "chain_id", Parameter.missionID.kind, "Only the chain of retries that this mission is in.")
  static let since = Parameter(
    "since", .text(bytes: 1...64), "RFC 3339; dispatched at or after this time.")
  static let until = Parameter(
    "until", .text(bytes: 1...64), "RFC 3339; dispatched at or before this time.")
  static let grep = Parameter(
    "grep", .text(bytes: 1...256), "Only missions with this text in the objective, in any case.")
  static let limit = Parameter(
    "limit", .integer(1...500), standard: "\(ListRequest().limit)", "How many missions to list.")
  static let cursor = Parameter(
    "cursor", .text(bytes: 1...1_024), "The next_cursor of the previous page.")
  static let sort = Parameter(
    "sort", .choice(MissionFilter.Order.allCases.map(\.rawValue)), standard: "newest",
    "newest or oldest dispatch first, or updated: latest change first.")
  package static let parameters = [
    vp, status, attention, limit, cursor, since, until, grep, failureMode, session, chain,
    .asOf,
  ]
  package static let ofPersons = [sort]

  /// The bytes that an answer allows each of many missions: the usual size of a summary.
  private static let bytesOfOne = 2_000

  /// Every word that `status` takes.
  package static let statuses =
    ["all"] + EffectiveStatus.allCases.map(\.rawValue)

  /// Which missions are wanted.
  package var request = ListRequest()

  package init(_ arguments: Arguments) throws(MissionError) {
    request.filter.vp = try arguments.optionalVPID(Self.vp)
    request.filter.statuses = try Self.statuses(of: try arguments.text(Self.status) ?? "all")
    request.filter.attention = try arguments.flag(Self.attention) ?? false
    request.filter.failureMode = try arguments.text(Self.failureMode).map(FailureMode.init)
    request.filter.sourceSessionID = try arguments.text(Self.session)
    if let chain = try arguments.text(Self.chain) {
      request.filter.chainID = try Arguments.missionID(chain, Self.chain)
    }
    request.filter.since = try arguments.instant(Self.since)
    request.filter.until = try arguments.instant(Self.until)
    request.filter.grep = try arguments.text(Self.grep)
    request.filter.order = try arguments.choice(Self.sort) ?? request.filter.order
    request.limit = try arguments.integer(Self.limit) ?? request.limit
    request.cursor = try arguments.text(Self.cursor)
  }

  /// Reads one or more words joined by commas; with `all` among them the set is empty, which means
  /// every status.
  package static func statuses(of text: String) throws(MissionError) -> Set<EffectiveStatus> {
    try status.check(text)
    let words = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
    let unknown = words.isEmpty ? text : words.first { !statuses.contains($0) }
    guard let unknown else {
      return words.contains("all") ? [] : Set(words.compactMap(EffectiveStatus.init))
    }
    throw MissionError(
      .validationError,
      "status must be one of \(statuses.joined(separator: ", ")), or several joined by commas, "
        + "not '\(unknown)'")
  }

  /// Whether the caller asks for more missions than a usual page has; their texts may be cut all
  /// the same.
  private var asksForMoreMissions: Bool { request.limit > ListRequest().limit }

  package static func wayToTheRest(_ rules: DoorRules) -> String {
    "call again with next_cursor for more, or limit above \(ListRequest().limit) for more at "
      + "once; vp_get_mission with full shows one whole"
  }

  /// A caller that asks for many missions has room for each of them.
  package func leastBytes(of answer: MissionsAnswer) -> Int {
    asksForMoreMissions ? Self.bytesOfOne * answer.result.missions.count : 0
  }

  package var smaller: ListMissions? {
    guard request.limit > 1, !asksForMoreMissions else { return nil }
    var smaller = self
    smaller.request.limit /= 2
    return smaller
  }

  package func check() throws(MissionError) {
    try Self.limit.check(request.limit)
    try Self.grep.check(request.filter.grep)
    try Self.failureMode.check(request.filter.failureMode?.rawValue)
    try Self.session.check(request.filter.sourceSessionID)
  }

  package func perform(_ context: ToolContext) async throws -> MissionsAnswer {
    MissionsAnswer(
      result: try await context.fleet.list(request), isFull: request.withRequests)
  }
}

/// What `vp_list_missions` answers.
package struct MissionsAnswer: DescribedAnswer {
  package static let fields = [
    Field("count", .count, "How many are on this page."),
    Field("missions", .list(.shape(.missionSummary))),
    Field("next_cursor", .nullable(.text), "The cursor of the next page."),
  ]

  /// The page.
  package let result: ListResult
  /// Whether missions are full objects.
  let isFull: Bool

  package var warnings: [Warning] { result.warnings }
  package var hint: String? {
    result.nextCursor == nil ? nil : "more missions match: call again with next_cursor as cursor"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("count", result.missions.count)
    if isFull {
      writer.field("missions", result.missions.map(\.full))
    } else {
      writer.field("missions", result.missions.map(\.summary))
    }
    writer.field("next_cursor", result.nextCursor)
  }
}
