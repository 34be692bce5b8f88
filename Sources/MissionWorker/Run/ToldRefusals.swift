/// How much of what a command says in vain is told one by one: the first of each kind, and once that there is more.
///
/// The kinds are counted apart, so that mistakes in what it says hide no refusal of what is right.
struct ToldRefusals: Sendable {
  /// Why nothing, or not all, comes of what the command said.
  enum Kind: Sendable {
    /// The worker doesn't understand it.
    case notUnderstood
    /// It is understood, and not accepted.
    case notAccepted
  }

  /// What is to be told of one of them.
  enum Telling: Hashable, Sendable {
    case itself
    case thatThereIsMore
    case nothing
  }

  /// How many of a kind are told.
  private static let most = 3

  private var counts: [Kind: Int] = [:]
  private var isMoreTold = false

  /// Counts one more, and returns what is to be told of it.
  mutating func count(_ kind: Kind) -> Telling {
    counts[kind, default: 0] += 1
    guard counts[kind, default: 0] > Self.most else { return .itself }
    defer { isMoreTold = true }
    return isMoreTold ? .nothing : .thatThereIsMore
  }
}
