package import EventLog
import EventProjections

/// Folds the runtime ledger into one cursor for each source.
package struct SourceCursorsReducer: Reducer {
  package let name = "bridge_cursors"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> String? {
    switch (try? RuntimeEvent.known(event)) ?? nil {
    case .delivered(let body): body.source.event.ledger
    case .advanced(let body): body.source.event.ledger
    case .cursorMoved(let body): body.ledger
    case .acknowledged, .unknown, nil: nil
    }
  }

  package func reduce(_ row: SourceCursor?, _ event: RecordedEvent) throws -> SourceCursor? {
    guard let change = try RuntimeEvent.known(event), let ledger = key(of: event) else {
      return row
    }
    var next = row ?? SourceCursor(ledger: ledger)
    next.apply(change, event)
    return next
  }
}

/// Folds feeds' streams into one head each.
package struct FeedsReducer: Reducer {
  package let name = "feeds"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> String? {
    RuntimeStreams.session(of: event.stream)
  }

  package func reduce(_ row: FeedState?, _ event: RecordedEvent) throws -> FeedState? {
    guard let change = try RuntimeEvent.known(event), let session = key(of: event) else {
      return row
    }
    var next = row ?? FeedState(session: session)
    next.apply(change, event)
    return next
  }
}

/// Folds which events of the sources are in feeds.
package struct DeliveriesReducer: Reducer {
  package let name = "bridge_deliveries"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of event: RecordedEvent) -> DeliveryKey? {
    guard case .delivered(let body) = (try? RuntimeEvent.known(event)) ?? nil else { return nil }
    return DeliveryKey(body.source)
  }

  package func reduce(_ row: Delivery?, _ event: RecordedEvent) throws -> Delivery? {
    Delivery(times: (row?.times ?? 0) + 1, position: event.position)
  }
}

extension RuntimeEvent {
  /// Reads an event of the runtime ledger; nil where it is no matter of feeds or the bridge.
  ///
  /// Throws for a payload that can't be decoded and for a known type of a newer schema.
  package static func known(_ event: RecordedEvent) throws -> RuntimeEvent? {
    guard RuntimeEventType(rawValue: event.type) != nil else { return nil }
    let change = try RuntimeEvent(type: event.type, schema: event.schema, payload: event.payload)
    if case .unknown(let unread) = change {
      throw MissionError.newerSchema(type: unread.type, schema: unread.schema)
    }
    return change
  }
}
