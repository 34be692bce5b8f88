extension JSONWriter {
  /// Writes a member; `null` where there is no value.
  package mutating func field<Value: JSONWritable>(_ key: String, _ value: Value?) {
    self.key(key)
    value.write(into: &self)
  }

  /// Writes a member only where there is a value.
  package mutating func fieldIfPresent<Value: JSONWritable>(_ key: String, _ value: Value?) {
    if let value { field(key, value) }
  }

  /// Writes a member that is null.
  package mutating func nullField(_ key: String) {
    self.key(key)
    null()
  }

  /// Writes a member that is an object.
  package mutating func field<Failure: Error>(
    _ key: String, object body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(key)
    try object(body)
  }

  /// Writes a member that is an array.
  package mutating func field<Failure: Error>(
    _ key: String, array body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(key)
    try array(body)
  }

  /// Writes an element; `null` where there is no value.
  package mutating func element<Value: JSONWritable>(_ value: Value?) {
    nextElement()
    value.write(into: &self)
  }

  /// Writes an element that is an object.
  package mutating func element<Failure: Error>(
    object body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    nextElement()
    try object(body)
  }

  /// Writes an element that is an array.
  package mutating func element<Failure: Error>(
    array body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    nextElement()
    try array(body)
  }
}

extension JSONText {
  /// Returns the canonical object whose members `body` writes, in any order.
  package static func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) -> JSONText {
    var writer = JSONWriter()
    try writer.object(body)
    return writer.finishText()
  }

  /// Returns the canonical array whose elements `body` writes.
  package static func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) -> JSONText {
    var writer = JSONWriter()
    try writer.array(body)
    return writer.finishText()
  }
}
