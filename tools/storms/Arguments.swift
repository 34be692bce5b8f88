import Foundation

/// What the program was asked to do.
struct Arguments: Sendable {
  /// The kinds of storms.
  enum Kind: String, CaseIterable, Sendable {
    /// Workers that are killed, stopped beyond their leases and set to other times: a mission has
    /// at most one live claim, a stale token changes nothing, and every mission ends, once.
    case claims
    /// Many decisions on one version, of which exactly one wins, and one key dispatched again and
    /// again, which makes one mission.
    case races
    /// Many writers of one ledger: none meets a raw lock error, and waits are bounded and fair.
    case writers
    /// Bridges that are killed: every event is delivered exactly once, in order.
    case bridge
    /// Writers, a reader and a checkpointer that are killed: what was acknowledged is there, byte
    /// for byte.
    case kills
    /// Power that goes at any moment: what was acknowledged is there, and of one decision all or
    /// nothing.
    case power
  }

  let storm: Kind
  /// How many processes take part at once.
  var processes: Int
  /// How many missions, rounds, seconds, kills or images there are.
  var amount: Int
  var seed: UInt64
  /// The folder of the home, in a process that takes part.
  var home = ""
  /// What a process that takes part is, and the name that it goes by; nil in the one that watches.
  var role: String?

  /// Reads the storm's name, then `--name value` pairs.
  init(_ words: ArraySlice<String>) throws {
    var words = words
    guard let storm = words.popFirst().flatMap(Kind.init) else {
      throw Self.refuse("wanted one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self.storm = storm
    (processes, amount) =
      switch storm {
      case .claims: (16, 300)
      case .races: (8, 100)
      case .writers: (64, 10)
      case .bridge: (2, 100)
      case .kills: (4, 200)
      case .power: (1, 500)
      }
    seed = .random(in: 1...999_999)
    while let word = words.popFirst() {
      switch word {
      case "--processes": processes = max(1, try Self.number(word, &words))
      case "--missions", "--rounds", "--seconds", "--kills", "--images":
        amount = max(1, try Self.number(word, &words))
      case "--seed": seed = UInt64(try Self.number(word, &words))
      case "--home": home = words.popFirst() ?? ""
      case "--role": role = words.popFirst()
      default: throw Self.refuse("\(word) is not known")
      }
    }
  }

  private static func number(_ name: String, _ words: inout ArraySlice<String>) throws -> Int {
    guard let word = words.popFirst(), let number = Int(word), number >= 0 else {
      throw refuse("\(name) wants a whole number")
    }
    return number
  }

  private static func refuse(_ message: String) -> any Error {
    FileHandle.standardError.write(Data("storm: \(message)\n".utf8))
    exit(64)
  }
}
