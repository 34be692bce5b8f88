import MissionModel
import MissionTesting

/// The names of what is in every simulated world.
enum Names {
  /// The ledgers, by number.
  static let ledgers = ["vp", "coder", "runtime"]
  /// The ledgers' files, by number.
  static let files = ["vp_state.db", "coder_vp_state.db", "runtime_state.db"]
  /// The ledgers that hold missions.
  static let lanes = ["vp", "coder"]
  /// The ledger of the feeds.
  static let runtime = "runtime"
  /// The lanes' VPs, by number.
  static let vps: [VPID] = [.general, .coder]

  /// A VP by its number.
  static func vp(_ number: Int) -> VPID { vps[number] }

  /// The ledger of a VP.
  static func ledger(of vp: VPID) -> String { vp == .coder ? lanes[1] : lanes[0] }

  /// A worker by its name.
  static func worker(_ name: String) -> WorkerID { .named(name) }

  /// The number of the job that an objective names.
  static func job(of objective: String) -> Int {
    let digits = objective.dropFirst("job ".count).prefix { $0.isNumber }
    return Int(digits) ?? 0
  }
}
