/// The findings of a verification of one ledger: its log, and its projections against a fold of it.
package struct LedgerVerdict: Sendable {
  /// The ledger's name.
  package let ledger: String
  /// The last position that was read; 0 where nothing was.
  package let size: Int64
  /// The log's root as 64 hexadecimal digits; nil after a break, and where nothing was read.
  package let root: String?
  /// The checks that were made.
  package let checked: [String]
  /// The checks that were not.
  package let notChecked: [String]
  /// The first fault; nil where none was found.
  package let firstBreak: String?
  /// Whether it couldn't be read now, which says nothing of what it holds.
  package var isUnread = false
}

extension LedgerVerdict {
  /// The verdict "not verified" on a ledger that no lane names, by its name or its file's.
  static func unnamed(_ ledger: String) -> LedgerVerdict {
    LedgerVerdict(
      ledger: ledger, size: 0, root: nil, checked: [], notChecked: ["everything"], firstBreak: nil)
  }

  /// The verdict "not verified" on a ledger that can't be read now; a warning says why.
  static func unread(_ ledger: String) -> LedgerVerdict {
    var verdict = unnamed(ledger)
    verdict.isUnread = true
    return verdict
  }

  /// The verdict on a missing ledger of which a root was kept.
  static func missing(_ ledger: String) -> LedgerVerdict {
    failed(ledger, "a root of this ledger was kept, but there is no such ledger")
  }

  /// The verdict on a ledger that could not be verified at all, and why.
  static func failed(_ ledger: String, _ reason: String) -> LedgerVerdict {
    LedgerVerdict(
      ledger: ledger, size: 0, root: nil, checked: [], notChecked: ["everything"],
      firstBreak: reason)
  }
}
