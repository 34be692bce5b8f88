/// A queue that any thread fills and plain threads empty, blocking while there is nothing.
package final class Mailbox<Element: Sendable>: Sendable {
  private struct Contents {
    var elements: [Element] = []
    var isClosed = false

    /// Everything there is; empty when closed, nil when there may be more to come.
    mutating func take() -> [Element]? {
      guard !elements.isEmpty || isClosed else { return nil }
      defer { elements = [] }
      return elements
    }
  }

  private let contents = Condition(Contents())

  package init() {}

  /// Puts `element` at the end; false, and nothing is kept, after `close`.
  @discardableResult
  package func send(_ element: Element) -> Bool {
    contents.change { contents in
      if !contents.isClosed { contents.elements.append(element) }
      return !contents.isClosed
    }
  }

  /// Takes everything there is, in order, blocking for the first; empty once closed and drained.
  package func receiveAll() -> [Element] {
    contents.wait { $0.take() }
  }

  /// Takes everything as `receiveAll` does; nil when nothing came within `seconds`.
  package func receiveAll(upToSeconds seconds: Double) -> [Element]? {
    contents.wait(upToSeconds: seconds) { $0.take() }
  }

  /// Takes what is there without blocking.
  package func drain() -> [Element] {
    contents.withLock { $0.take() ?? [] }
  }

  /// Ends the queue: what was sent is still received, nothing more is taken in.
  package func close() {
    contents.change { $0.isClosed = true }
  }
}
