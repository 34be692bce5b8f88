/// A value that is seldom set, kept outside the row so that the row stays small and cheap to copy.
@propertyWrapper
package struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
  private var box: SharedBox<Value>?

  /// The value, or nil.
  package var wrappedValue: Value? {
    get { box?.value }
    set { box = newValue.map(SharedBox.init) }
  }

  /// Keeps a value.
  package init(wrappedValue: Value?) { box = wrappedValue.map(SharedBox.init) }

  package static func == (left: Boxed, right: Boxed) -> Bool {
    left.box === right.box || left.wrappedValue == right.wrappedValue
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// A large value that never changes, shared by every copy of its row.
@propertyWrapper
package struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  private let box: SharedBox<Value>

  /// The value.
  package var wrappedValue: Value { box.value }

  /// Keeps a value.
  package init(wrappedValue: Value) { box = SharedBox(wrappedValue) }

  package static func == (left: Shared, right: Shared) -> Bool {
    left.box === right.box || left.wrappedValue == right.wrappedValue
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// The storage of `Boxed` and `Shared`.
private final class SharedBox<Value: Sendable>: Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
