package import MissionModel

/// The outcome of one step of the bridge, source by source.
package struct BridgeStep: Sendable {
  /// The sources, by name.
  package private(set) var sources: [Source]

  init(sources: [Source]) { self.sources = sources }

  /// Whether another step right now would carry more.
  package var hasMore: Bool { sources.contains { $0.hasMore } }
  /// How many items were delivered.
  package var delivered: Int { sources.reduce(0) { $0 + $1.delivered } }

  /// A step over no source.
  package static let none = BridgeStep(sources: [])

  /// Adds a later step: its state of each source, and the sum of what both delivered.
  package mutating func add(_ later: BridgeStep) {
    var next = later
    for index in next.sources.indices {
      let known = sources.first { $0.ledger == next.sources[index].ledger }
      next.sources[index].delivered += known?.delivered ?? 0
    }
    self = next
  }

  /// The outcome for one source.
  package struct Source: Sendable {
    package let ledger: String
    /// The position that was looked at last.
    package var scanned: Int64 = 0
    /// The source's last position; nil where it can't be read.
    package var head: Int64?
    /// How many items were delivered.
    package var delivered = 0
    /// Whether another step would carry more of it, or must repeat this one since another bridge
    /// came first.
    package var hasMore = false
    /// Why nothing is carried from it.
    package var error: MissionError?

    init(ledger: String) { self.ledger = ledger }

    init(ledger: String, cursor: Int64, error: MissionError) {
      self.ledger = ledger
      scanned = cursor
      self.error = error
    }

    init(_ batch: BridgeBatch, isCarried: Bool) {
      ledger = batch.ledger
      head = batch.head
      scanned = isCarried ? batch.plan.run.scanned : batch.basis.position
      hasMore = batch.hasMore || !isCarried
      delivered =
        isCarried
        ? batch.plan.changes.count { if case .delivered = $0.event { true } else { false } } : 0
    }
  }
}
