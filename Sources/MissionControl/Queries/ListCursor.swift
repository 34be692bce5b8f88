import MissionModel
import MissionStore

/// A mission's place in a list over several ledgers: its time, its ledger, and its place there.
///
/// Written `<time>.<ledger>.<id>`, which is safe in a URL.
struct ListCursor: Hashable, Sendable, CustomStringConvertible {
  let time: Int64
  let ledger: String
  let id: Int64

  init(time: Int64, ledger: String, id: Int64) {
    self.time = time
    self.ledger = ledger
    self.id = id
  }

  /// Reads a cursor.
  ///
  /// - Throws: `validation_error` for anything that no list gave.
  init(_ text: String) throws(MissionError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let time = Int64(parts[0]), let id = Int64(parts[2]) else {
      throw MissionError.validation(
        "cursor \"\(text)\" is none: give the next_cursor of the page before", field: "cursor")
    }
    self.init(time: time, ledger: parts[1], id: id)
  }

  var description: String { "\(time).\(ledger).\(id)" }

  /// Whether the list shows this place before another.
  func comes(before other: ListCursor, _ order: MissionFilter.Order) -> Bool {
    let (first, second) = order == .oldest ? (self, other) : (other, self)
    return (first.time, first.ledger, first.id) < (second.time, second.ledger, second.id)
  }

  /// Where a ledger's part of the list goes on: after this place, or where it would stand there.
  func place(in lane: String, _ order: MissionFilter.Order) -> ListPlace {
    if lane == ledger { return ListPlace(time: time, id: id) }
    // At the same time the ledgers come one after the other, by name.
    let isPassed = order == .oldest ? lane < ledger : lane > ledger
    let (first, last): (Int64, Int64) = order == .oldest ? (.min, .max) : (.max, .min)
    return ListPlace(time: time, id: isPassed ? last : first)
  }
}
