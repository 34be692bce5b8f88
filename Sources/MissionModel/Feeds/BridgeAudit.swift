package import EventLog

/// The proof, from the runtime ledger's events, that the bridge passed every position of one source
/// once and in order, or where it did not.
///
/// Each item and each recorded run says which positions were passed since the previous one. Memory
/// grows with the findings only.
package struct BridgeAudit: Sendable {
  /// The source.
  package let ledger: String
  /// Positions that were missed: no item and no recorded run accounts for them.
  package private(set) var gaps: [Finding] = []
  /// Where the cursor went back.
  package private(set) var rewinds: [Finding] = []
  /// Events that are in their feed more than once; a run of them is one finding.
  package private(set) var duplicates: [Finding] = []
  /// How many items were delivered and how many events were skipped.
  package private(set) var delivered: Int64 = 0
  package private(set) var skipped: Int64 = 0
  /// The last position passed.
  package private(set) var position: Int64 = 0
  /// The highest position ever passed or missed: a cursor that returns here skips nothing anew.
  private var reached: Int64 = 0
  /// The source's lineage, as the bridge last saw it.
  package private(set) var lineage: String?
  /// The leaf of the event at `position`, as the bridge saw it.
  private var leaf: String?
  /// The highest position that more than one item may be about; nil if none can be.
  package private(set) var repeatable: Int64?

  /// A range of positions, and its cause.
  package struct Finding: Hashable, Sendable {
    /// The first and the last position; for a rewind, where the cursor went and where it had been.
    package var from: Int64
    package var to: Int64
    /// How many events it concerns.
    package var count: Int64
    /// The explanation; nil if there is none.
    package var reason: String?
    /// The event of the runtime ledger that shows it.
    package var event: EventID
    /// The lineage of the source that the positions belong to.
    package var lineage: String?
  }

  /// Begins the audit of a source.
  package init(ledger: String) { self.ledger = ledger }

  /// Whether nothing was found.
  package var isSound: Bool { gaps.isEmpty && rewinds.isEmpty && duplicates.isEmpty }

  /// The findings that nothing explains.
  package var unexplained: Int { (gaps + rewinds + duplicates).count { $0.reason == nil } }

  /// The bridge's cursor by these events alone.
  package var cursor: SourceCursor {
    var cursor = SourceCursor(ledger: ledger)
    (cursor.position, cursor.lineage, cursor.leaf) = (position, lineage, leaf)
    return cursor
  }

  /// Takes the next event of the runtime ledger that concerns this source.
  ///
  /// - Returns: The positions that it says were skipped, for callers that can check the source
  ///   itself.
  package mutating func take(_ change: RuntimeEvent, _ event: RecordedEvent) -> Range<Int64>? {
    switch change {
    case .delivered(let body):
      let last = body.source.event.position
      delivered += 1
      skipped &+= body.skippedBefore
      pass(from: last - body.skippedBefore, through: last, body.source, event)
      return body.skippedBefore > 0 ? (last - body.skippedBefore)..<last : nil
    case .advanced(let body):
      let last = body.source.event.position
      skipped &+= body.skipped
      pass(from: last - body.skipped + 1, through: last, body.source, event)
      return (last - body.skipped + 1)..<(last + 1)
    case .cursorMoved(let body):
      move(body, event)
      return nil
    case .acknowledged, .unknown: return nil
    }
  }

  private mutating func pass(
    from first: Int64, through last: Int64, _ mark: SourceMark, _ event: RecordedEvent
  ) {
    let lineage = mark.lineage
    if let known = self.lineage, known != lineage {
      back(to: first - 1, nil, event)
    } else if first <= position {
      back(to: first - 1, nil, event)
    } else if first > position + 1 {
      skip(from: position + 1, to: first - 1, nil, lineage, event)
    }
    reached = self.lineage == lineage ? max(reached, last) : last
    self.lineage = lineage
    leaf = mark.leaf
    position = last
    fill(first...last, lineage)
  }

  private mutating func move(_ body: BridgeCursorMoved, _ event: RecordedEvent) {
    // A restored ledger has another lineage and the same events.
    let isSame = body.target == position && body.leaf == leaf
    let isReplaced = lineage != nil && lineage != body.lineage && !isSame
    let reason =
      "cursor moved by \(event.actor) (\(body.action.rawValue), \(event.id))"
      + (isReplaced ? ", the source had been replaced" : "")
    // A ledger of another lineage is known up to the last passed event, if it has that.
    let known = lineage == body.lineage ? reached : isSame ? position : 0
    if isReplaced || body.target < position {
      if body.target < position { back(to: body.target, reason, event) }
      if isReplaced, body.target > 0 { skip(from: 1, to: body.target, reason, body.lineage, event) }
    } else if body.target > known {
      skip(from: known + 1, to: body.target, reason, body.lineage, event)
    }
    reached = max(known, body.target)
    position = body.target
    lineage = body.lineage
    leaf = body.leaf
  }

  private mutating func back(to target: Int64, _ reason: String?, _ event: RecordedEvent) {
    repeatable = max(repeatable ?? 0, position)
    rewinds.append(
      Finding(
        from: target, to: position, count: max(0, position - target), reason: reason,
        event: event.id, lineage: lineage))
  }

  private mutating func skip(
    from first: Int64, to last: Int64, _ reason: String?, _ lineage: String, _ event: RecordedEvent
  ) {
    gaps.append(
      Finding(
        from: first, to: last, count: last - first + 1, reason: reason, event: event.id,
        lineage: lineage))
  }

  /// Closes gaps as far as they were passed after all.
  private mutating func fill(_ range: ClosedRange<Int64>, _ lineage: String) {
    guard gaps.contains(where: { $0.lineage == lineage && $0.to >= range.lowerBound }) else {
      return
    }
    gaps = gaps.flatMap { gap -> [Finding] in
      guard gap.lineage == lineage, gap.from <= range.upperBound, gap.to >= range.lowerBound else {
        return [gap]
      }
      return [(gap.from, range.lowerBound - 1), (range.upperBound + 1, gap.to)].compactMap { part in
        guard part.0 <= part.1 else { return nil }
        var rest = gap
        (rest.from, rest.to, rest.count) = (part.0, part.1, part.1 - part.0 + 1)
        return rest
      }
    }
  }
}

extension BridgeAudit {
  /// Adds an event that a feed should carry and that was skipped.
  package mutating func addWronglySkipped(_ position: Int64, shownBy event: EventID) {
    gaps.append(
      Finding(
        from: position, to: position, count: 1, reason: nil, event: event, lineage: lineage))
  }

  /// Adds an event that more than one item is about; an item that says so, after a rewind, is
  /// explained by that.
  package mutating func addDuplicate(
    _ position: Int64, isRedelivery: Bool, shownBy event: EventID
  ) {
    let rewind = rewinds.last {
      $0.event.position < event.position && $0.from < position && position <= $0.to
    }
    let reason = isRedelivery ? rewind?.reason.map { "redelivery: " + $0 } : nil
    if let last = duplicates.last, last.reason == reason, last.to < position {
      duplicates[duplicates.count - 1].to = position
      duplicates[duplicates.count - 1].count += 1
      return
    }
    duplicates.append(
      Finding(
        from: position, to: position, count: 1, reason: reason, event: event, lineage: lineage))
  }

  /// Counts the events in each gap that a feed should carry; an operator's gap without any is
  /// dropped.
  package mutating func judgeGaps(_ missing: (Finding) throws -> Int64?) rethrows {
    gaps = try gaps.compactMap { gap in
      guard let missing = try missing(gap) else { return gap }
      if missing == 0, gap.reason != nil { return nil }
      var gap = gap
      gap.count = missing
      return gap
    }
  }
}
