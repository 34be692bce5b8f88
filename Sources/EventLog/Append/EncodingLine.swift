import Platform

/// A batch's events on their way to their rows, encoded by two threads and passed on in order.
///
/// The thread that inserts them waits for none that it could encode itself.
final class EncodingLine: Sendable {
  /// The fewest events for which a thread is started; fewer are encoded by the one that inserts.
  static let fewest = 32
  /// How many events are encoded at once.
  private static let chunk = 8

  /// An event as it is encoded.
  struct Item: Sendable {
    let envelope: Envelope
    let payload: [UInt8]
  }

  private struct State {
    /// How many chunks were taken by either thread, the first ones first.
    var taken = 0
    /// The encoded chunks that wait for their turn.
    var encoded: [Int: [EncodedEvent]] = [:]
  }

  /// The next step of the inserting thread.
  private enum Step {
    case insert([EncodedEvent])
    case encode(Int)
  }

  private let items: [Item]
  private let state = Condition(State())

  /// Takes the events in order.
  init(_ items: [Item]) {
    self.items = items
  }

  private var chunks: Int { (items.count + Self.chunk - 1) / Self.chunk }

  /// Passes each event to `body`, encoded here or, on another thread, by `helper`.
  ///
  /// - Throws: The error of `body`, after which no other event is passed.
  func forEach<Failure: Error>(
    encodedBy encoder: EventEncoder, and helper: Condition<EventEncoder>,
    _ body: (Item, EncodedEvent) throws(Failure) -> Void
  ) throws(Failure) {
    // If the system refuses a thread, this one does its work. Nobody waits for its end: the
    // helper's own lock keeps the next batch's thread away from it until then.
    _ = try? PlatformThread.spawn(name: "log encoder") { self.encode(by: helper) }
    defer { state.withLock { $0.taken = chunks } }
    var passed = 0
    while passed < chunks {
      switch state.wait(for: { next(&$0, after: passed) }) {
      case .encode(let number):
        let encoded = encode(number, by: encoder)
        state.withLock { $0.encoded[number] = encoded }
      case .insert(let encoded):
        for (item, event) in zip(items[(passed * Self.chunk)...], encoded) {
          try body(item, event)
        }
        passed += 1
      }
    }
  }

  /// The next step; nil while only the other thread has one.
  private func next(_ state: inout State, after passed: Int) -> Step? {
    if let encoded = state.encoded.removeValue(forKey: passed) { return .insert(encoded) }
    return take(&state).map { .encode($0) }
  }

  private func take(_ state: inout State) -> Int? {
    guard state.taken < chunks else { return nil }
    defer { state.taken += 1 }
    return state.taken
  }

  private func encode(by helper: Condition<EventEncoder>) {
    helper.withLock { encoder in
      while let number = state.withLock({ take(&$0) }) {
        let encoded = encode(number, by: encoder)
        state.change { $0.encoded[number] = encoded }
      }
    }
  }

  private func encode(_ number: Int, by encoder: EventEncoder) -> [EncodedEvent] {
    let first = number * Self.chunk
    return items[first..<min(first + Self.chunk, items.count)].map {
      encoder.encode($0.envelope, $0.payload)
    }
  }
}
