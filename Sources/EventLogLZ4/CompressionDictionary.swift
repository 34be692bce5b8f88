import CLZ4

/// Bytes that blocks may refer to as if they preceded them, loaded once and shared by threads.
///
/// Only the last 64 KiB count; the most common text should come last.
@safe
package final class CompressionDictionary: @unchecked Sendable {
  /// The largest dictionary that LZ4 uses.
  package static let maximumSize = 1 << 16

  /// The dictionary's bytes.
  package let bytes: [UInt8]
  private let storage: UnsafeMutableBufferPointer<CChar>
  private let loaded: UnsafeMutablePointer<LZ4_stream_t>

  /// Loads a dictionary, or its last 64 KiB if it is larger.
  package init(_ bytes: [UInt8]) {
    self.bytes =
      bytes.count <= CompressionDictionary.maximumSize
      ? bytes : Array(bytes[(bytes.count - CompressionDictionary.maximumSize)...])
    unsafe storage = .allocate(capacity: max(self.bytes.count, 1))
    unsafe _ = storage.initialize(from: self.bytes.lazy.map { CChar(bitPattern: $0) })
    unsafe loaded = .allocate(capacity: 1)
    unsafe LZ4_initStream(loaded, MemoryLayout<LZ4_stream_t>.size)
    unsafe LZ4_loadDict(loaded, storage.baseAddress, Int32(self.bytes.count))
  }

  deinit {
    unsafe loaded.deallocate()
    unsafe storage.deallocate()
  }

  /// The state that an encoder attaches.
  @unsafe
  var attachable: UnsafeMutablePointer<LZ4_stream_t> { unsafe loaded }

  /// The bytes where LZ4 can read them.
  @unsafe
  var buffer: UnsafeBufferPointer<CChar> {
    unsafe UnsafeBufferPointer(start: storage.baseAddress, count: bytes.count)
  }
}
