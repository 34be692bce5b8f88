extension JSONWriter {
  /// Writes a member; `null` where there is no value.
  ///
  /// An optional is a `Value` of its own, whose type the caller knows: were the parameter a
  /// `Value?`, that type would be looked up for every member.
  package mutating func field<Value: JSONWritable>(_ key: String, _ value: Value) {
    self.key(key)
    value.write(into: &self)
  }

  /// Writes a member that is a string, as most are: a value of a known type costs half as much.
  package mutating func field(_ key: String, _ value: String?) {
    self.key(key)
    if let value { string(value) } else { null() }
  }

  /// Writes a member that is an integer.
  package mutating func field(_ key: String, _ value: Int?) {
    field(key, value.map { Int64($0) })
  }

  /// Writes a member that is an integer.
  package mutating func field(_ key: String, _ value: Int64?) {
    self.key(key)
    if let value { value.write(into: &self) } else { null() }
  }

  /// Writes a member only where there is a value.
  package mutating func fieldIfPresent<Value: JSONWritable>(_ key: String, _ value: Value?) {
    if let value { field(key, value) }
  }

  /// Writes a member that is an object.
  @inlinable
  package mutating func field<Failure: Error>(
    _ key: String, object body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(key)
    try object(body)
  }

  /// Writes a member that is an array.
  @inlinable
  package mutating func field<Failure: Error>(
    _ key: String, array body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(key)
    try array(body)
  }

  /// Writes an element; `null` where there is no value.
  package mutating func element<Value: JSONWritable>(_ value: Value) {
    nextElement()
    value.write(into: &self)
  }

  /// Writes an element that is an object.
  @inlinable
  package mutating func element<Failure: Error>(
    object body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    nextElement()
    try object(body)
  }

  /// Writes an element that is an array.
  @inlinable
  package mutating func element<Failure: Error>(
    array body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    nextElement()
    try array(body)
  }
}

extension JSONText {
  /// Returns the canonical object whose members `body` writes, in any order.
  @inlinable
  package static func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) -> JSONText {
    var writer = JSONWriter()
    try writer.object(body)
    return writer.finishText()
  }

  /// Returns the canonical array whose elements `body` writes.
  @inlinable
  package static func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) -> JSONText {
    var writer = JSONWriter()
    try writer.array(body)
    return writer.finishText()
  }
}
