private import Glibc

/// The machine's processes as `/proc` tells of them, or as a test does.
package struct ProcessTable: Sendable {
  /// Returns what is known of a process; nil when there is none of that id, or it can't be read.
  package var entry: @Sendable (_ pid: Int32) -> Entry?
  /// Tells whether some process has an id, even one of which nothing can be read.
  package var isTaken: @Sendable (_ pid: Int32) -> Bool
  /// Returns the ids of every process, ascending.
  package var pids: @Sendable () -> [Int32]
  /// Returns a process's environment as `NAME=value` texts; nil where it may not be read.
  package var environment: @Sendable (_ pid: Int32) -> [String]?

  /// Makes a table; without `isTaken`, an id is taken where it has an entry.
  package init(
    entry: @escaping @Sendable (_ pid: Int32) -> Entry?,
    pids: @escaping @Sendable () -> [Int32],
    environment: @escaping @Sendable (_ pid: Int32) -> [String]?,
    isTaken: (@Sendable (_ pid: Int32) -> Bool)? = nil
  ) {
    self.entry = entry
    self.isTaken = isTaken ?? { entry($0) != nil }
    self.pids = pids
    self.environment = environment
  }

  /// A process at one moment.
  package struct Entry: Hashable, Sendable {
    package var identity: ProcessIdentity
    package var parent: Int32
    /// The letter of its state, such as `S` for asleep and `Z` for a zombie.
    package var state: Character

    package init(identity: ProcessIdentity, parent: Int32, state: Character) {
      self.identity = identity
      self.parent = parent
      self.state = state
    }

    /// Whether it has ended and only waits to be reaped.
    package var isZombie: Bool { state == "Z" || state == "X" }
  }

  /// Returns when a process started, in clock ticks since the machine did; nil when there is none.
  package func startTime(of pid: Int32) -> Int64? {
    entry(pid)?.identity.startTime
  }

  /// Whether that very process still runs: a zombie, or another process of the same id, does not
  /// count.
  package func isAlive(_ process: ProcessIdentity) -> Bool {
    guard let entry = entry(process.pid) else { return false }
    return entry.identity == process && !entry.isZombie
  }

  /// Returns the processes whose parent is `pid`, by id.
  package func children(of pid: Int32) -> [Entry] {
    pids().compactMap(entry).filter { $0.parent == pid }
  }

  /// Returns the processes that descend from `pid`, parents before their children.
  package func descendants(of pid: Int32) -> [Entry] {
    let byParent = Dictionary(grouping: pids().compactMap(entry), by: \.parent)
    var found = byParent[pid] ?? []
    var next = 0
    while next < found.count {
      found += byParent[found[next].identity.pid] ?? []
      next += 1
    }
    return found
  }
}
