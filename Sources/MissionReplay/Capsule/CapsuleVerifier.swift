import EventLog
import MissionModel
import Platform

/// Checks each event of a capsule against the root of its ledger, and against earlier events of its
/// stream.
struct CapsuleVerifier {
  private let header: CapsuleHeader

  /// Makes a verifier for a header.
  init(_ header: CapsuleHeader) {
    self.header = header
  }

  /// The events of every ledger, each proved to be in it.
  ///
  /// - Throws: `ledger_corrupt` naming the first event that isn't what its log holds, or that is
  ///   missing.
  func events(
    _ lines: some Sequence<ArraySlice<UInt8>>
  ) throws(MissionError) -> [String: [ExportLine]] {
    var events: [String: [ExportLine]] = [:]
    var versions: [String: [StreamName: Int64]] = [:]
    var before = "the first line"
    for line in lines {
      let (event, path) = try read(line, after: before)
      let id = event.event.id
      try check(event, path, after: events[id.ledger]?.last)
      let stream = event.event.stream
      try check(event.event, afterVersion: versions[id.ledger]?[stream] ?? 0)
      versions[id.ledger, default: [:]][stream] = event.event.version
      events[id.ledger, default: []].append(event)
      before = "event \(id)"
    }
    for ledger in header.ledgers where Int64(events[ledger.name]?.count ?? 0) != ledger.events {
      throw Capsule.corrupt(
        "it claims to hold \(ledger.events) events of ledger \(ledger.name), but holds \(events[ledger.name]?.count ?? 0)"
      )
    }
    let missions = Set(versions.values.joined().compactMap { MissionID(stream: $0.key)?.rawValue })
    for mission in header.missions where !missions.contains(mission) {
      throw Capsule.corrupt("it names the mission \(mission), but holds no event of it")
    }
    return events
  }

  private func read(
    _ line: ArraySlice<UInt8>, after before: String
  ) throws(MissionError) -> (ExportLine, [Digest]) {
    do {
      return try CapsuleLine.read(Array(line))
    } catch let error as LogError {
      throw Capsule.corrupt("\(error.message) (the line after \(before))")
    } catch {
      throw Capsule.corrupt("the line after \(before) can't be read: \(error)")
    }
  }

  private func check(
    _ line: ExportLine, _ path: [Digest], after last: ExportLine?
  ) throws(MissionError) {
    let event = line.event
    guard let ledger = header.ledgers.first(where: { $0.name == event.ledger }) else {
      throw Capsule.corrupt("event \(event.id) belongs to a ledger whose root is missing")
    }
    guard event.position > last?.event.position ?? 0 else {
      throw Capsule.corrupt("event \(event.id) comes after a later one")
    }
    let proof = InclusionProof(position: event.position, size: ledger.size, path: path)
    guard proof.root(from: line.leaf)?.description == ledger.root else {
      throw Capsule.corrupt(
        "event \(event.id) isn't the one in its log: its proof doesn't lead to the root of "
          + "\(ledger.name), \(ledger.root.prefix(16))…")
    }
  }

  /// Refuses an event if an earlier one of its stream is missing: a capsule holds a part of a feed,
  /// but every other stream whole.
  private func check(
    _ event: RecordedEvent, afterVersion last: Int64
  ) throws(MissionError) {
    let isOfFeed = RuntimeStreams.session(of: event.stream) != nil
    guard isOfFeed ? event.version > last : event.version == last + 1 else {
      throw Capsule.corrupt(
        "event \(event.id) is version \(event.version) of \(event.stream), and the one before it "
          + "there is version \(last)")
    }
  }
}
