import EventLog
import EventProjections
import MissionModel
import Platform

extension Fleet {
  /// Makes this fleet as it was at a moment: its readers answer as ledgers truncated there would
  /// have answered then, and it can't be written.
  ///
  /// Opens the ledgers anew; `close` lets go of them.
  ///
  /// - Throws: `validation_error` for a position beyond a ledger's head, naming the parameter
  ///   `field`.
  package func asOf(_ moment: Moment, field: String = "as_of") async throws -> Fleet {
    switch moment {
    case .time(let time):
      // A capsule's content was known at its moment, and may be asked about at later ones.
      let isAhead = time > now && !isCapsule
      return Fleet(of: self, at: time, [:], warning: isAhead ? .future(time, field) : nil)
    case .places(let cursor):
      let now = try await pool.run { try self.time(of: cursor, field) }
      return Fleet(of: self, at: now, cursor.positions.mapValues(PastPlace.position))
    }
  }

  /// The time at which the latest of a cursor's events was recorded; the first event's where the
  /// cursor names beginnings alone.
  private func time(of cursor: LedgerCursor, _ field: String) throws -> Instant {
    try homeState.checkIsThere()
    var (times, beginnings): ([Instant], [Instant]) = ([], [])
    for (name, position) in cursor.positions {
      guard let log = try ledger(named: name).reader() else {
        // A capsule says nothing of where a ledger ended that it holds no event of.
        guard position == 0 || isCapsule else {
          throw MissionError.beyondHead(name, position, head: 0, field)
        }
        continue
      }
      do {
        let (last, first) = try log.log.readBlocking { reader in
          let end = try reader.end
          guard position <= end else {
            throw MissionError.beyondHead(name, position, head: end, field)
          }
          // A capsule need not hold the event at the place: none that it holds came between.
          let last = position > 0 ? try reader.ending(at: position).lastRecordedAt() : nil
          return (last, try last ?? reader.events(limit: 1).first?.recordedAt)
        }
        if let last { times.append(last) } else if let first { beginnings.append(first) }
      } catch {
        throw MissionError(error, ledger: name)
      }
    }
    return times.max() ?? beginnings.min() ?? now
  }
}

extension MissionError {
  /// The error of a moment that is yet to come.
  fileprivate static func beyondHead(
    _ ledger: String, _ position: Int64, head: Int64, _ field: String
  ) -> MissionError {
    .validation(
      "\(field) names \(ledger):\(position), but the ledger ends at \(ledger):\(head)",
      field: field)
  }

  /// The refusal of a write into a capsule.
  static let capsuleIsUnwritable = MissionError(
    .ledgerReadOnly, "a capsule can't be changed: use the home that it was made from")

  /// The refusal of a write into a backup, or a part of it.
  static func backupIsUnwritable(_ path: String) -> MissionError {
    MissionError(
      .ledgerReadOnly,
      "\(path) is part of a backup: `missionlog restore BACKUP --home NEW` makes a home from it")
  }

  /// The refusal of a write as of a past moment.
  static let pastIsUnwritable = MissionError(
    .validationError, "the past can't be changed: leave out as_of to act on the fleet as it is now")
}
