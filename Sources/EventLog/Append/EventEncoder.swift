import EventLogLZ4
import Platform

/// What an event's row holds besides its envelope: all of it follows from the event alone.
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
  private let encoder: Encoder
  /// The number of the encoder's dictionary; 0 for none.
  private let dictionary: Int64
  private var leaves: LeafWriter

  /// Makes an encoder for a ledger's events, with one of its dictionaries if there is any.
  init(ledger: String, dictionary: (number: Int64, loaded: CompressionDictionary)? = nil) {
    encoder = Encoder(dictionary: dictionary?.loaded)
    self.dictionary = dictionary?.number ?? 0
    leaves = LeafWriter(ledger: ledger)
  }

  /// Hashes an event and compresses its payload.
  func encode(_ envelope: Envelope, _ payload: [UInt8]) -> EncodedEvent {
    let leaf = leaves.hash(of: envelope, payload: payload.span)
    return encoder.encode(payload) { block, form in
      EncodedEvent(
        leaf: leaf, codec: BlockCodec(form, dictionary: dictionary, of: block),
        block: unsafe block.withUnsafeBufferPointer { unsafe Array($0) })
    }
  }
}
