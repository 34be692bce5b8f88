/// The one queue of a simulated world: timers and messages by time, those of one time as they were
/// sent.
///
/// A binary heap: O(log n) for each message.
struct MessageQueue<Message> {
  /// A message and when it arrives.
  struct Entry {
    let time: Int64
    let order: Int
    let message: Message

    fileprivate func comes(before other: Entry) -> Bool {
      (time, order) < (other.time, other.order)
    }
  }

  private var heap: [Entry] = []
  private var sent = 0

  /// Whether nothing is on its way.
  var isEmpty: Bool { heap.isEmpty }

  /// Sends a message that arrives at a time, in microseconds of true time.
  mutating func send(_ message: Message, at time: Int64) {
    sent += 1
    heap.append(Entry(time: time, order: sent, message: message))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].comes(before: heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the next message; nil when there is none.
  mutating func next() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].comes(before: heap[least]) {
        least = child
      }
      guard least != parent else { return first }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
