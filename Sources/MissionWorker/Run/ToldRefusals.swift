/// A count of a command's refused instructions: the first of each kind are reported one by one,
/// then once that there are more.
///
/// The kinds are counted separately, so that faulty instructions hide no refusal of right ones.
struct ToldRefusals: Sendable {
  /// The reason why an instruction has no effect, or only a part of it.
  enum Kind: Sendable {
    /// The worker doesn't understand it.
    case notUnderstood
    /// The fleet understands it, and doesn't accept it.
    case notAccepted
  }

  /// The report about one of them.
  enum Telling: Hashable, Sendable {
    case itself
    case thatThereIsMore
    case nothing
  }

  /// How many of a kind are reported.
  private static let most = 3

  private var counts: [Kind: Int] = [:]
  private var isMoreTold = false

  /// Counts one more, and returns the report about it.
  mutating func count(_ kind: Kind) -> Telling {
    counts[kind, default: 0] += 1
    guard counts[kind, default: 0] > Self.most else { return .itself }
    defer { isMoreTold = true }
    return isMoreTold ? .nothing : .thatThereIsMore
  }
}
