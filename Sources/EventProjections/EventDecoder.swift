public import EventLog

/// A decoder of events into the input of a ledger's folds: once, however many folds there are.
///
/// It is pure, as the folds are, and never fails: an input can say that its event could not be
/// read, and each fold that needs that event refuses it.
public protocol EventDecoder: Sendable {
  /// The input of every fold of the ledger.
  associatedtype Input: Sendable

  /// Decodes one event.
  func decode(_ event: consuming RecordedEvent) -> Input

  /// Decodes one event and appends the result to `inputs`.
  ///
  /// Decoders don't define this: it is a requirement so that each has a version compiled for its
  /// own type.
  func decode(_ event: consuming RecordedEvent, behind inputs: inout [Input])
}

extension EventDecoder {
  /// Decodes one event by `decode`, and appends it.
  @inlinable
  public func decode(_ event: consuming RecordedEvent, behind inputs: inout [Input]) {
    inputs.append(decode(event))
  }
}

/// A decoder that passes events on as they are, to folds that read the payloads themselves.
public struct PlainDecoder: EventDecoder {
  /// Makes the decoder.
  public init() {}

  /// Returns the event itself.
  public func decode(_ event: consuming RecordedEvent) -> RecordedEvent { event }
}
