/// The rows of one fold in memory, by their keys, as commands move them.
///
/// It knows no table. What runs for every event is open to the module of the reducer, whose compiler makes it for the
/// reducer's own types. It belongs to one thread at a time.
public final class RowCache<Key: Hashable & Sendable, Row: Hashable & Sendable> {
  /// A row in memory, what the table holds in its place, and what it was before the running command.
  @usableFromInline
  final class Slot {
    let key: Key
    @usableFromInline var row: Row?
    var stored: StoredRow<Row>
    @usableFromInline var before: Row?
    @usableFromInline var isDirty = false
    @usableFromInline var wasDirty = false
    @usableFromInline var isTouched = false
    /// The last event that moved it.
    @usableFromInline var moved: Int64 = 0

    @usableFromInline
    init(key: Key, loaded row: Row?) {
      self.key = key
      self.row = row
      stored = row.map { .row($0) } ?? .none
    }

    /// Ends the command's hold, keeping the row or taking it back.
    func settle(isKept: Bool) {
      if !isKept {
        row = before
        isDirty = wasDirty
      }
      before = nil
      isTouched = false
    }
  }

  @usableFromInline var slots: [Key: Slot] = [:]
  /// What moved since it was last written; the running command's own at the end.
  @usableFromInline var dirty: [Slot] = []
  /// What the running command has moved.
  @usableFromInline var touched: [Slot] = []
  var parked: [ParkedEvent] = []
  @usableFromInline var isInCommand = false
  private var dirtyBefore = 0
  private(set) var parkedBefore = 0

  init() {}

  // MARK: Moving

  /// The place of a row, which `load` gives where none is in memory.
  @inlinable
  func slot(of key: Key, _ load: (Key) throws -> Row?) throws -> Slot {
    if let slot = slots[key] { return slot }
    let slot = Slot(key: key, loaded: try load(key))
    slots[key] = slot
    return slot
  }

  /// Moves a row by an event; one for which `change` throws is parked.
  ///
  /// Throws what `load` throws.
  @inlinable
  func move(
    _ key: Key, at position: Int64, loading load: (Key) throws -> Row?,
    by change: (inout Row?) throws -> Void
  ) throws {
    let slot = try slot(of: key, load)
    if isInCommand, !slot.isTouched {
      slot.isTouched = true
      slot.before = slot.row
      slot.wasDirty = slot.isDirty
      touched.append(slot)
    }
    slot.moved = position
    do {
      try change(&slot.row)
    } catch {
      park(error, at: position)
      return
    }
    if !slot.isDirty {
      slot.isDirty = true
      dirty.append(slot)
    }
  }

  @usableFromInline
  func park(_ error: any Error, at position: Int64) {
    parked.append(ParkedEvent(position: position, error: String(describing: error)))
  }

  // MARK: Commands

  /// Begins a command, whose moves can be discarded until it is accepted.
  func beginCommand() {
    isInCommand = true
    dirtyBefore = dirty.count
    parkedBefore = parked.count
  }

  /// Keeps the command's moves.
  func acceptCommand() {
    endCommand(isKept: true)
  }

  /// Takes the command's moves back.
  func discardCommand() {
    endCommand(isKept: false)
    dirty.removeSubrange(dirtyBefore...)
    parked.removeSubrange(parkedBefore...)
  }

  private func endCommand(isKept: Bool) {
    for slot in touched { slot.settle(isKept: isKept) }
    touched.removeAll(keepingCapacity: true)
    isInCommand = false
  }

  // MARK: Writing

  /// Takes over that everything but what the running command has moved was written.
  func markWritten() {
    dirty.removeAll(keepingCapacity: true)
    dirty.append(contentsOf: touched)
    dirtyBefore = 0
    parked.removeFirst(isInCommand ? parkedBefore : parked.count)
    parkedBefore = 0
  }

  /// Forgets every row.
  func forget() {
    slots.removeAll(keepingCapacity: slots.count < 1 << 16)
    dirty.removeAll()
    parked.removeAll()
    touched.removeAll()
    isInCommand = false
  }
}
