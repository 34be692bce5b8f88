import EventLogLZ4

/// The column `codec` of an event: how its block was made, and the block's checksum.
///
/// The low 16 bits are 0 (uncompressed), 1 (LZ4) or 1 + a dictionary's number; above them is the
/// checksum, which is 0 in rows of the first format. All of it fits into six bytes of a row.
struct BlockCodec {
  /// The highest number of a dictionary that fits.
  static let lastDictionary: Int64 = 65_534
  private static let checksumShift: Int64 = 16

  /// The column's value.
  let stored: Int64

  /// Takes the value of a row.
  init(stored: Int64) {
    self.stored = stored
  }

  /// Packs how a block was compressed, with which dictionary if any, and its checksum.
  init(_ form: BlockForm, dictionary: Int64, of block: Span<UInt8>) {
    let made: Int64 =
      switch form {
      case .raw: 0
      case .plain: 1
      case .withDictionary: 1 + dictionary
      }
    stored = made | Int64(BlockChecksum(block).value) << BlockCodec.checksumShift
  }

  private var made: Int64 { stored & ((1 << BlockCodec.checksumShift) - 1) }

  /// How the block was made.
  var form: BlockForm { made == 0 ? .raw : made == 1 ? .plain : .withDictionary }

  /// The number of the block's dictionary; 0 or less for none.
  var dictionary: Int64 { made - 1 }

  /// The same value, with the block's checksum added if it has none.
  func checked(by block: Span<UInt8>) -> BlockCodec {
    stored == made ? BlockCodec(form, dictionary: dictionary, of: block) : self
  }

  /// Whether a block is the one that was stored, as far as the row can tell.
  func fits(_ block: Span<UInt8>) -> Bool {
    let checksum = stored >> BlockCodec.checksumShift
    return checksum == 0 || checksum == Int64(BlockChecksum(block).value)
  }
}
