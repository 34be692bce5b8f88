private import CLZ4

/// A decoder of compressed payloads, one at a time, in memory that it reuses.
///
/// The memory begins with the dictionary, so LZ4 finds the text that a block refers to right before
/// the payload, which costs a third less than a dictionary elsewhere. A decoder belongs to one
/// thread at a time.
@safe
package final class Decoder {
  /// The bytes behind a payload that LZ4 may overwrite: it copies in strides while there is room.
  private static let margin = 64

  private let prefix: Int
  private let hasDictionary: Bool
  private var memory: UnsafeMutableRawBufferPointer
  private var size = 0

  /// Makes a decoder of blocks made with a dictionary, or without one.
  package init(dictionary: CompressionDictionary?) {
    let bytes = dictionary?.bytes ?? []
    prefix = bytes.count
    hasDictionary = dictionary != nil
    unsafe memory = .allocate(byteCount: prefix + 8_192, alignment: 16)
    unsafe memory.copyBytes(from: bytes)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Decodes a block, replacing the payload before.
  ///
  /// `size` must have been checked against a limit: that many bytes are allocated.
  ///
  /// - Throws: `LZ4Error` if the block is not exactly one payload of that size; the decoder then
  ///   holds none.
  package func decode(
    _ block: Span<UInt8>, form: BlockForm, size: Int
  ) throws(LZ4Error) {
    makeRoom(for: size)
    self.size = 0
    let made = unsafe block.withUnsafeBytes { source in
      unsafe decode(source, form: form, size: size)
    }
    guard made == size else { throw LZ4Error("the block is not a payload of \(size) bytes") }
    self.size = size
  }

  /// A copy of the payload.
  package var payload: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(rebasing: memory[prefix..<(prefix + size)]))
  }

  /// Copies the payload into `bytes`, reusing their memory if it is unshared and not much too
  /// large.
  package func copyPayload(into bytes: inout [UInt8]) {
    if bytes.capacity > max(4_096, 4 * size) { bytes = [] }
    bytes.removeAll(keepingCapacity: true)
    unsafe bytes.append(
      contentsOf: UnsafeRawBufferPointer(rebasing: memory[prefix..<(prefix + size)]))
  }

  /// Lends the payload for the time of `body`.
  package func withPayload(_ body: (Span<UInt8>) -> Void) {
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[prefix..<(prefix + size)])
    unsafe body(Span(_unsafeBytes: bytes))
  }

  /// Decodes behind the dictionary and returns the number of bytes; negative for a broken block.
  private func decode(_ source: UnsafeRawBufferPointer, form: BlockForm, size: Int) -> Int {
    let target = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[prefix...])
    if form == .raw {
      guard source.count == size else { return -1 }
      unsafe target.copyMemory(from: source)
      return size
    }
    let from = unsafe source.bindMemory(to: CChar.self).baseAddress
    let to = unsafe target.bindMemory(to: CChar.self).baseAddress
    let room = Int32(size + Decoder.margin)
    if form == .plain {
      return Int(unsafe LZ4_decompress_safe(from, to, Int32(source.count), room))
    }
    guard hasDictionary else { return -1 }
    let dictionary = unsafe memory.bindMemory(to: CChar.self).baseAddress
    return Int(
      unsafe LZ4_decompress_safe_usingDict(
        from, to, Int32(source.count), room, dictionary, Int32(prefix)))
  }

  private func makeRoom(for size: Int) {
    let wanted = prefix + size + Decoder.margin
    guard unsafe memory.count < wanted else { return }
    let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(wanted, 2 * memory.count), alignment: 16)
    unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<prefix]))
    unsafe memory.deallocate()
    unsafe memory = larger
  }
}
