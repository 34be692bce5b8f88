import MissionModel
import MissionStore
import Platform

/// A mission's place in a list over several ledgers: its time, its ledger, and its place there.
///
/// Written `<time>.<ledger>.<id>.<list>`, which is safe in a URL; the last part identifies the
/// list's order and filters.
struct ListCursor: Hashable, Sendable, CustomStringConvertible {
  let time: Int64
  let ledger: String
  let id: Int64
  /// The list that it belongs to.
  let list: String

  init(time: Int64, ledger: String, id: Int64, list: String) {
    self.time = time
    self.ledger = ledger
    self.id = id
    self.list = list
  }

  /// Reads a cursor of a list that a filter makes.
  ///
  /// - Throws: `validation_error` for a text that is no cursor of a list, and for a place in
  ///   another list.
  init(_ text: String, of filter: MissionFilter) throws(MissionError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let time = Int64(parts[0]), let id = Int64(parts[2]) else {
      throw MissionError.validation(
        "cursor \"\(text)\" is not a cursor: give the next_cursor of the previous page",
        field: "cursor")
    }
    guard parts[3] == filter.fingerprint else {
      throw MissionError.validation(
        "cursor \"\(text)\" belongs to a list with another order or other filters: repeat those "
          + "of the previous page, or start again without a cursor",
        field: "cursor")
    }
    self.init(time: time, ledger: parts[1], id: id, list: parts[3])
  }

  var description: String { "\(time).\(ledger).\(id).\(list)" }

  /// Whether the list shows this place before another.
  func comes(before other: ListCursor, _ order: MissionFilter.Order) -> Bool {
    let (first, second) = order == .oldest ? (self, other) : (other, self)
    return (first.time, first.ledger, first.id) < (second.time, second.ledger, second.id)
  }

  /// The place where a ledger's part of the list goes on: after this place, or where it would stand
  /// there.
  func place(in lane: String, _ order: MissionFilter.Order) -> ListPlace {
    if lane == ledger { return ListPlace(time: time, id: id) }
    // Missions of the same time are listed ledger by ledger, by name.
    let isPassed = order == .oldest ? lane < ledger : lane > ledger
    let (first, last): (Int64, Int64) = order == .oldest ? (.min, .max) : (.max, .min)
    return ListPlace(time: time, id: isPassed ? last : first)
  }
}

extension MissionFilter {
  /// Eight digits that distinguish lists of other orders or filters.
  ///
  /// The times are left out: "the last two hours" moves on between two pages, and spoils neither.
  var fingerprint: String {
    let parts = [
      order.rawValue, vp?.rawValue ?? "", statuses.map(\.rawValue).sorted().joined(separator: ","),
      attention ? "attention" : "", failureMode?.rawValue ?? "", sourceSessionID ?? "",
      chainID?.rawValue ?? "", grep ?? "",
    ]
    let digest = Digest(of: Array(parts.joined(separator: "\n").utf8).span)
    return String(digest.description.prefix(8))
  }
}
