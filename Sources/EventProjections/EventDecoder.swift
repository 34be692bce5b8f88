public import EventLog

/// Makes of an event what a ledger's folds take: once, however many of them there are.
///
/// Pure, as the folds are, and it never fails: what can't be read is said by the input itself, and each fold that needs
/// it refuses it.
public protocol EventDecoder: Sendable {
  /// What every fold of the ledger takes.
  associatedtype Input: Sendable

  /// Decodes one event.
  func decode(_ event: consuming RecordedEvent) -> Input

  /// Decodes one event behind others.
  ///
  /// Not for a decoder to define: it is asked for here so that each has one that is made for its own type.
  func decode(_ event: consuming RecordedEvent, behind inputs: inout [Input])
}

extension EventDecoder {
  /// Decodes one event by `decode`.
  @inlinable
  public func decode(_ event: consuming RecordedEvent, behind inputs: inout [Input]) {
    inputs.append(decode(event))
  }
}

/// Hands events over as they are, to folds that read the payloads themselves.
public struct PlainDecoder: EventDecoder {
  /// Makes the decoder.
  public init() {}

  /// Gives the event itself.
  public func decode(_ event: consuming RecordedEvent) -> RecordedEvent { event }
}
