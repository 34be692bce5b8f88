import EventLogLZ4
import Platform

/// What is computed of an event for its row, whatever other events there are.
struct EncodedEvent: Sendable {
  /// The hash of its leaf.
  let leaf: Digest
  let codec: BlockCodec
  /// Its payload in the smallest form.
  let block: [UInt8]
}

/// An encoder of events for their rows.
///
/// It keeps its working memory from one event to the next and belongs to one thread at a time.
final class EventEncoder {
  /// The dictionary that it compresses with; nil for none.
  let dictionary: (number: Int64, loaded: CompressionDictionary)?
  private let encoder: Encoder
  private var leaves: LeafWriter

  /// Makes an encoder for a ledger's events, with one of its dictionaries if there is any.
  init(ledger: String, dictionary: (number: Int64, loaded: CompressionDictionary)? = nil) {
    self.dictionary = dictionary
    encoder = Encoder(dictionary: dictionary?.loaded)
    leaves = LeafWriter(ledger: ledger)
  }

  /// Hashes an event and compresses its payload.
  func encode(_ envelope: Envelope, _ payload: [UInt8]) -> EncodedEvent {
    let (block, form) = encoder.encode(payload)
    return EncodedEvent(
      leaf: leaves.hash(of: envelope, payload: payload.span),
      codec: BlockCodec(form, dictionary: dictionary?.number ?? 0, of: block.span), block: block)
  }
}
