import CanonicalJSON
import EventLog
import MissionControl
import Synchronization

/// The newest events of every ledger, read and written as JSON once for all streams.
///
/// One task follows the ledgers from the first stream on. Events that a stream doesn't take in time
/// are dropped here, and the stream reads them from the ledgers itself.
actor EventHub {
  /// An event in the form of a stream.
  struct Entry: Sendable {
    let event: RecordedEvent
    let json: [UInt8]
  }

  /// The next part for a stream that has followed up to a number.
  enum Batch: Sendable {
    case entries([Entry], reached: Int)
    /// The stream is too far behind: its next events were dropped.
    case behind
  }

  /// How much is kept for streams that are slightly behind.
  private static let keptEntries = 2_048
  private static let keptBytes = 8 << 20
  /// After how many silent seconds streams are woken to send a sign of life.
  private static let silenceSeconds = 15.0

  private let fleet: Fleet
  private var entries: [Entry] = []
  private var bytes = 0
  /// The number of the first kept entry.
  private var first = 0
  private var place: LedgerCursor?
  /// The ledgers that couldn't be read at first, and their positions when they could, in that
  /// order.
  private(set) var healed: [(ledger: String, position: Int64)] = []
  private var following: Task<Void, Never>?
  private let wakes = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])
  private var nextWaker = 0

  /// Makes a hub that follows nothing yet.
  init(_ fleet: Fleet) {
    self.fleet = fleet
  }

  deinit { following?.cancel() }

  /// The hub's place in every ledger, and the number of its next entry.
  ///
  /// It begins to follow with the first stream that asks.
  func position() async throws -> (place: LedgerCursor, number: Int) {
    if let place { return (place, first + entries.count) }
    let heads = try await fleet.heads()
    let beginning = place ?? LedgerCursor(heads)
    place = beginning
    if following == nil {
      following = Task { [weak self] in
        while !Task.isCancelled, let hub = self { await hub.step() }
      }
    }
    return (beginning, first + entries.count)
  }

  /// The entries from a number on, at most `limit` of them.
  func batch(from number: Int, limit: Int) -> Batch {
    guard number >= first else { return .behind }
    let part = entries.dropFirst(number - first).prefix(limit)
    return .entries(Array(part), reached: number + part.count)
  }

  /// Wakes whenever there is more, and from time to time; it ends with the task that reads it.
  func waking() -> AsyncStream<Void> {
    nextWaker += 1
    let number = nextWaker
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    wakes.withLock { $0[number] = continuation }
    continuation.onTermination = { [weak self] _ in
      self?.wakes.withLock { _ = $0.removeValue(forKey: number) }
    }
    return stream
  }

  /// Takes the events beyond the hub's place, or waits for some.
  private func step() async {
    guard let start = place else { return }
    do {
      let (events, reached) = try await LedgerReading.events(of: fleet, after: start)
      if !events.isEmpty {
        take(events)
        place = reached
      } else if start.positions.count < fleet.ledgerNames.count, join(try await fleet.heads()) {
        // The streams are woken below and find it.
      } else {
        try await fleet.waitForChange(
          beyond: start.positions, timeoutSeconds: Self.silenceSeconds)
        let heads = try await fleet.heads()
        join(heads)
        guard start.positions.allSatisfy({ heads[$0.key] ?? 0 <= $0.value }) else { return }
      }
    } catch {
      // A ledger that is being reopened is there again soon.
      try? await Task.sleep(for: .seconds(1))
    }
    for (_, waker) in wakes.withLock({ $0 }) { waker.yield() }
  }

  /// Adds the ledgers that couldn't be read so far, and returns whether there are any; every stream
  /// then catches up, each from its own place in them.
  @discardableResult
  private func join(_ heads: [String: Int64]) -> Bool {
    let found = heads.filter { place?.positions[$0.key] == nil }
    guard !found.isEmpty else { return false }
    for (name, head) in found {
      place?.advance(name, to: head)
      healed.append((name, head))
    }
    first += entries.count + 1
    entries = []
    bytes = 0
    return true
  }

  private func take(_ events: [RecordedEvent]) {
    for event in events {
      let json = event.writtenBytes
      entries.append(Entry(event: event, json: json))
      bytes += json.count
    }
    var dropped = 0
    while entries.count - dropped > Self.keptEntries || bytes > Self.keptBytes,
      dropped < entries.count
    {
      bytes -= entries[dropped].json.count
      dropped += 1
    }
    entries.removeFirst(dropped)
    first += dropped
  }
}
