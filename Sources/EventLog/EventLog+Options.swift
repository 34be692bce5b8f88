public import Platform

extension EventLog {
  /// How a log is opened.
  public struct Options: Sendable {
    /// What may be done to the file.
    public enum Access: Hashable, Sendable {
      /// Reads and appends; a missing file is made.
      case readWrite
      /// Reads an existing file, also on media that can't be written.
      case readOnly
      /// Reads a file that nobody will write again, such as a backup's, and makes no file beside
      /// it.
      case frozen
    }

    /// When an append is on the disk.
    public enum Durability: Hashable, Sendable {
      /// Before it is acknowledged.
      case full
      /// Soon: a power failure may take the newest events, never part of one.
      case relaxed
      /// Not guaranteed: for tests.
      case none
    }

    /// The ledger's name; a new file without one is named after its file, up to the first dot.
    public var name: String?
    /// What may be done to the file.
    public var access: Access
    /// When an append is on the disk.
    public var durability: Durability
    /// How many seconds a write waits for its turn before it fails as `locked`.
    public var busyTimeout: Double
    /// How many threads read at once.
    public var readers: Int
    /// The last position that is read, for a log that is not written; nil for all.
    ///
    /// The log then answers as if it had been truncated there.
    public var through: Int64?
    /// The clocks.
    public var clocks: Clocks
    /// The source of salts and of the lineage.
    public var randomness: Randomness

    /// Makes options; the defaults are a durable log that is made when it is missing.
    public init(
      name: String? = nil, access: Access = .readWrite, durability: Durability = .full,
      busyTimeout: Double = 5, readers: Int = 2, clocks: Clocks = .system,
      randomness: Randomness = .system
    ) {
      self.name = name
      self.access = access
      self.durability = durability
      self.busyTimeout = busyTimeout
      self.readers = readers
      self.clocks = clocks
      self.randomness = randomness
    }
  }
}
