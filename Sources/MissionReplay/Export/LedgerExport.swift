package import EventLog

/// The lines of a ledger from which anyone can recompute its root: each event's leaf with its
/// payload and salt.
package struct LedgerExport: Sendable {
  private let log: EventLog

  /// Makes the export of one ledger.
  package init(_ log: EventLog) {
    self.log = log
  }

  /// Hands each event's line to `emit`, by position, until it returns false: the whole ledger up to
  /// its head, or one stream of it.
  package func lines(
    of stream: StreamName? = nil, _ emit: ([UInt8]) async throws -> Bool
  ) async throws {
    let (head, chosen) = try await log.read { reader in
      (reader.head, try stream.map { try reader.events(of: $0).map(\.position) })
    }
    var done: Int64 = 0
    var left = chosen?[...] ?? []
    while chosen == nil ? done < head : !left.isEmpty {
      let page = chosen == nil ? Array(done + 1...min(done + 256, head)) : Array(left.prefix(256))
      left = left.dropFirst(256)
      done = page.last ?? head
      let lines = try await log.read { reader in
        try page.compactMap { try reader.exportLine(at: $0) }
      }
      for line in lines where try await !emit(line) { return }
    }
  }
}
