/// A value that writes itself as one JSON value.
package protocol JSONWritable {
  /// Writes exactly one value.
  func write(into writer: inout JSONWriter)
}

extension JSONWritable {
  /// The value as bytes, with members in the order in which they are written.
  package var writtenBytes: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.value(self)
    return writer.finish()
  }
}

extension String: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    writer.string(self)
  }
}

extension Int: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    writer.verbatim(description.utf8)
  }
}

extension Int64: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    writer.verbatim(description.utf8)
  }
}

extension Bool: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    writer.verbatim((self ? "true" : "false").utf8)
  }
}

/// Written as ECMAScript prints it; `null` if it is not finite.
extension Double: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    if isFinite { writer.verbatim(CanonicalNumber.ecmaScript(self)) } else { writer.null() }
  }
}

extension JSONText: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    writer.verbatim(bytes)
  }
}

/// Elements in order.
extension Array: JSONWritable where Element: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    writer.array { writer in
      for element in self { writer.element(element) }
    }
  }
}

/// `null` where there is no value.
extension Optional: JSONWritable where Wrapped: JSONWritable {
  package func write(into writer: inout JSONWriter) {
    if let self { self.write(into: &writer) } else { writer.null() }
  }
}
