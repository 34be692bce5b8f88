/// Writes one JSON value without insignificant space.
///
/// The writer adds commas; the caller keeps keys unique. In sorted order the output is canonical,
/// whatever order the fields are written in; fields that come sorted cost nothing more. Functions
/// that take a body are inlined into their callers, where the error's type is known, since a
/// payload is written for every event.
@usableFromInline
package struct JSONWriter {
  /// How the members of objects are ordered.
  @usableFromInline
  package enum Order: Hashable, Sendable {
    /// By the UTF-8 bytes of their keys: the canonical form, for what is stored, hashed or
    /// compared.
    case sorted
    /// As they were written: for answers to people.
    case asWritten
  }

  /// Room for most payloads, and for most answers, so that they don't move while they grow.
  private static let usualSizes = (payload: 384, answer: 2_048)

  private let order: Order
  private var output = CanonicalOutput()

  @usableFromInline
  package init(order: Order = .sorted) {
    self.order = order
    output.reserve(order == .sorted ? Self.usualSizes.payload : Self.usualSizes.answer)
  }

  /// Returns the bytes of the value that was written.
  package consuming func finish() -> [UInt8] {
    output.bytes
  }

  /// Returns the canonical text of the value that was written, in sorted order.
  @usableFromInline
  package consuming func finishText() -> JSONText {
    precondition(order == .sorted, "only sorted members are canonical")
    return JSONText(trusted: output.bytes)
  }

  /// Writes an object whose members `body` writes.
  @inlinable
  package mutating func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    openObject()
    try body(&self)
    closeObject()
  }

  /// Writes an array whose elements `body` writes.
  @inlinable
  package mutating func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    openArray()
    try body(&self)
    closeArray()
  }

  @usableFromInline
  mutating func openObject() {
    if order == .sorted { output.openObject() } else { output.append(UInt8(ascii: "{")) }
  }

  @usableFromInline
  mutating func closeObject() {
    if order == .sorted {
      let isUnique = output.closeObject()
      precondition(isUnique, "an object was written with one key twice")
    } else {
      output.append(UInt8(ascii: "}"))
    }
  }

  @usableFromInline
  mutating func openArray() {
    output.append(UInt8(ascii: "["))
  }

  @usableFromInline
  mutating func closeArray() {
    output.append(UInt8(ascii: "]"))
  }

  /// Writes a value that stands alone.
  package mutating func value(_ value: some JSONWritable) {
    value.write(into: &self)
  }

  /// Writes `null`.
  package mutating func null() {
    verbatim("null".utf8)
  }

  /// Writes the key of a member; exactly one value must be written next.
  @usableFromInline
  package mutating func key(_ key: String) {
    if order == .sorted {
      output.beginMember()
      output.append(quoting: key)
      let isUnique = output.endKey()
      precondition(isUnique, "an object was written with one key twice")
    } else {
      if output.bytes.last != UInt8(ascii: "{") { output.append(UInt8(ascii: ",")) }
      output.append(quoting: key)
      output.append(UInt8(ascii: ":"))
    }
  }

  /// Separates an element from the one before; exactly one value must be written next.
  @usableFromInline
  package mutating func nextElement() {
    if output.bytes.last != UInt8(ascii: "[") { output.append(UInt8(ascii: ",")) }
  }

  /// Writes a string as a value.
  mutating func string(_ string: String) {
    output.append(quoting: string)
  }

  /// Writes bytes that are a value.
  mutating func verbatim(_ bytes: some Collection<UInt8>) {
    output.append(contentsOf: bytes)
  }
}
