import ArgumentParser
import CanonicalJSON
import MissionClient
import MissionTools

/// `feed`: what happened to a session's missions.
struct FeedCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed", abstract: "Read the events of the missions that a session dispatched.",
    discussion: """
      Reading continues after the acknowledged version; --ack moves it. Progress is left out \
      unless --types asks for it. Without a session, lists the feeds and how much in them is \
      unread.

      Examples:
        missionlog feed
        missionlog feed my-session --ack 12
        missionlog feed my-session --follow --types all
        missionlog feed my-session --after 0 -o csv --fields version,event_type
      """)

  @Argument(
    help: ArgumentHelp(
      "The source session; without it, the feeds are listed.", valueName: "session"))
  var named: String?

  @Option(
    name: .customLong("source-session-id"),
    help: ArgumentHelp("The source session, as an option.", valueName: "id"))
  var flagged: String?

  /// The source session, from the argument or the flag.
  var session: String? { named ?? flagged }

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Read after this version (default: the acknowledged one).", valueName: "n"))
  var after: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("First acknowledge everything up to this version.", valueName: "n"))
  var ack: Int?

  @Option(
    help: ArgumentHelp(
      "Only these types, such as completed,failed,blocked; or all.", valueName: "types"))
  var types: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "At most this many (default: 50; with --follow no limit).", valueName: "n"))
  var limit: Int?

  @Option(
    name: [.customLong("wait"), .customLong("wait-seconds")], parsing: .unconditional,
    help: ArgumentHelp("Wait for an item: 30, at most 50.", valueName: "duration"),
    transform: DurationInput.argument)
  var wait: DurationInput?

  @Flag(name: [.short, .long], help: "Keep running, and print items as they arrive.") var follow =
    false

  @OptionGroup var form: ListOptions
  @OptionGroup var asOf: AsOfOption

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(at place: some Workplace) async throws -> Exit {
    let place = try await place.asOf(asOf)
    let invocation = place.invocation
    guard let session else {
      return try showFeeds(
        try await place.ask(ListFeeds.self, of: .fleet(path: "feed"), [:]), invocation)
    }
    var left = limit ?? (follow ? .max : Self.pageSize)
    var part = Part(ack: ack, after: after.map { Int64($0) }, seconds: wait?.seconds ?? 0)
    var told: ServedWarnings?
    repeat {
      part.limit = follow ? min(left, Self.pageSize) : left
      let answer = try await read(part, of: session, at: place)
      guard follow else { return try show(answer, invocation) }
      let object = try JSONObject(answer.json)
      let warnings = try ServedWarnings(of: object)
      for message in warnings.news(since: told) { invocation.warn(message) }
      told = warnings
      left -= try printItems(of: object, invocation)
      part = Part(after: try object.integer("next_after"), seconds: 50, isNext: true)
    } while left > 0
    return .success
  }

  /// A request for a part of a feed.
  private struct Part {
    /// The version up to which to acknowledge first.
    var ack: Int?
    let after: Int64?
    var limit = FeedCommand.pageSize
    /// How long to wait if there is no item.
    let seconds: Double
    /// Whether it follows another part.
    var isNext = false
  }

  private func read(
    _ part: Part, of session: String, at place: some Workplace
  ) async throws -> any ToolAnswer {
    let members: [String: JSONText?] = [
      "after": part.after.map(JSONInput.number), "limit": JSONInput.number(part.limit),
      "types": types.map(JSONInput.text),
      "wait_seconds": part.seconds > 0 ? JSONInput.number(part.seconds) : nil,
    ]
    return try await place.either(
      home: { home in
        let own = [
          "source_session_id": JSONInput.text(session), "ack": part.ack.map(JSONInput.number),
        ]
        return try await ReadFeed(members: members.merging(own) { $1 }).answer(home.tools)
      },
      server: { server in
        try ReadFeed.session.check(session)
        let path = "feed/" + ServerPath.segment(session)
        if let ack = part.ack {
          // A reading that would be refused is refused before anything is acknowledged, and without
          // a wait.
          try ReadFeed.wait.check(part.seconds)
          _ = try await server.get(path, members: members.filter { $0.key != "wait_seconds" })
          _ = try await server.post(path + "/ack", ["ack": JSONInput.number(ack)])
        }
        // While a feed is followed, a server that has gone is asked again.
        return try await server.patiently(upToSeconds: part.isNext ? .infinity : 0) { _ in
          try await server.get(path, members: members, wait: part.seconds)
        }
      })
  }

  /// How many items are asked for at a time.
  private static let pageSize = 50

  /// Prints the feeds in the form asked for.
  private func showFeeds(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showRows(answer, "feeds", of: .feed, form) { feeds, page in
      try FeedTable.feeds(feeds, page.time)
    } after: { answer in
      if try answer.objects("feeds").isEmpty {
        invocation.note(
          "no feed has items: only missions with a --source-session-id report into a feed")
      }
      if answer["hint"] != nil { invocation.hintAtWaitingEvents() }
    }
  }

  /// Prints a part of a feed in the form asked for.
  private func show(_ answer: some ToolAnswer, _ invocation: Invocation) throws -> Exit {
    try invocation.showRows(answer, "items", of: .feedItem, form) { items, page in
      try FeedTable.items(items, page.time)
    } after: { answer in
      try explain(answer, invocation)
    }
  }

  private func explain(_ feed: JSONObject, _ invocation: Invocation) throws {
    let next = try feed.integer("next_after")
    if try feed.objects("items").isEmpty {
      invocation.note("nothing new after \(next)")
      if feed["hint"] != nil { invocation.hintAtWaitingEvents() }
    } else if try next > feed.integer("acknowledged") {
      invocation.note(CountText.text(try feed.integer("unread"), "item") + " unread")
      let session = try feed.text("source_session_id")
      if invocation.isActing {
        invocation.hint(["feed", session, "--ack", "\(next)"], "once dealt with")
      } else if try feed.objects("items").count == limit ?? Self.pageSize {
        let asked =
          asOf.words(invocation) + (types.map { ["--types", $0] } ?? [])
          + (limit.map { ["--limit", "\($0)"] } ?? [])
        invocation.hint(["feed", session] + asked + ["--after", "\(next)"], "to read on")
      }
    }
  }

  /// Prints the items of an answer, each on a line of its own, and returns how many there were.
  private func printItems(of answer: JSONObject, _ invocation: Invocation) throws -> Int {
    let page = invocation.page
    let items = try answer.objects("items")
    for item in items {
      if invocation.globals.json {
        try invocation.print(json: item.object(item.members.map(\.name)))
      } else {
        try page.line(FeedTable.line(item, page))
      }
    }
    try invocation.console.out.flush()
    return items.count
  }

  func validate() throws {
    if named != nil, flagged != nil {
      throw ValidationError("<session> and --source-session-id are the same: leave one out.")
    }
    if asOf.asOf != nil, ack != nil || follow || wait != nil {
      throw ValidationError("--as-of shows the past: leave out --ack, --follow and --wait.")
    }
    if follow, form.output != .table || form.fields != nil {
      throw ValidationError("--follow prints a line for each item: leave out -o and --fields.")
    }
    guard session == nil else { return }
    if after != nil || ack != nil || types != nil || follow || wait != nil {
      throw ValidationError("these options need a session: without one, the feeds are listed.")
    }
  }
}
