public import Platform

/// The version that a stream must be at for an append to go ahead.
public enum ExpectedVersion: Hashable, Sendable {
  /// Any version: append whatever is there.
  case any
  /// The stream must have no event yet.
  case none
  /// The stream's last event must have this version; 0 means `none`.
  case exactly(Int64)

  func admits(_ version: Int64) -> Bool {
    switch self {
    case .any: true
    case .none: version == 0
    case .exactly(let wanted): version == wanted
    }
  }
}

/// The result of an append.
public struct Appended: Hashable, Sendable {
  /// The first event's position.
  public let firstPosition: Int64
  /// The last event's position.
  public let lastPosition: Int64
  /// The stream's version after the append.
  public let version: Int64
  /// When the log recorded the events.
  public let recordedAt: Instant
}
