/// What commands and flushes ask of a row in memory, whatever its types.
///
/// Lists of rows are of this class, since each use of a generic class's list in generic code costs
/// a look-up of its type.
@usableFromInline
class RowSlot {
  @usableFromInline final var isDirty = false
  @usableFromInline final var wasDirty = false
  @usableFromInline final var isTouched = false
  /// The last event that changed it.
  @usableFromInline final var moved: Int64 = 0

  @usableFromInline
  init() {}

  /// Ends the command's hold, keeping the row or restoring it.
  func settle(isKept: Bool) {
    if !isKept { isDirty = wasDirty }
    isTouched = false
  }
}

/// The rows of one fold in memory, by key, while commands change them.
///
/// It knows no table. The functions that run for every event are open to the reducer's module,
/// whose compiler specialises them for the reducer's types. It belongs to one thread at a time.
public final class RowCache<Key: Hashable & Sendable, Row: Hashable & Sendable> {
  /// A row in memory, the table's row in its place, and the row before the running command.
  @usableFromInline
  final class Slot: RowSlot {
    let key: Key
    @usableFromInline var row: Row?
    var stored: StoredRow<Row>
    @usableFromInline var before: Row?

    @usableFromInline
    init(key: Key, loaded row: Row?) {
      self.key = key
      self.row = row
      stored = row.map { .row($0) } ?? .none
    }

    override func settle(isKept: Bool) {
      if !isKept { row = before }
      before = nil
      super.settle(isKept: isKept)
    }
  }

  @usableFromInline var slots: [Key: Slot] = [:]
  /// The slots changed since they were last written, the running command's own at the end.
  @usableFromInline var dirty: [RowSlot] = []
  /// The slots that the running command has changed.
  @usableFromInline var touched: [RowSlot] = []
  var parked: [ParkedEvent] = []
  @usableFromInline var isInCommand = false
  private var dirtyBefore = 0
  private var parkedBefore = 0

  init() {}

  // MARK: Moving

  /// The slot of a key, with the row that `load` returns if none is in memory.
  @inlinable
  func slot(of key: Key, _ load: (Key) throws -> Row?) throws -> Slot {
    if let slot = slots[key] { return slot }
    let slot = Slot(key: key, loaded: try load(key))
    slots[key] = slot
    return slot
  }

  /// Changes a row by an event; an event for which `change` throws is parked.
  ///
  /// - Throws: The error of `load`.
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

  /// Begins a command, whose changes can be discarded until it is accepted.
  func beginCommand() {
    isInCommand = true
    dirtyBefore = dirty.count
    parkedBefore = parked.count
  }

  /// Keeps the command's changes.
  func acceptCommand() {
    endCommand(isKept: true)
  }

  /// Undoes the command's changes.
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

  /// Notes that every row was written, but for the running command's changes.
  func markWritten() {
    dirty.removeAll(keepingCapacity: true)
    dirty.append(contentsOf: touched)
    dirtyBefore = 0
  }

  /// Takes out the parked events; only between commands.
  func takeParked() -> [ParkedEvent] {
    precondition(!isInCommand, "the running command's parked events may yet be discarded")
    defer {
      parked.removeAll()
      parkedBefore = 0
    }
    return parked
  }

  /// Drops every row.
  func forget() {
    slots.removeAll(keepingCapacity: slots.count < 1 << 16)
    dirty.removeAll()
    parked.removeAll()
    touched.removeAll()
    isInCommand = false
  }
}
