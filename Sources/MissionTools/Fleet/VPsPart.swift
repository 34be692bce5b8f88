import MissionModel
import Platform

/// How much of a fleet's VPs an answer shows: first without their sessions, then with short words,
/// at last not all, the others by name.
struct VPsPart: Sendable {
  /// Everything.
  static let all = VPsPart(step: 0)

  private static let steps: [(hasSessions: Bool, words: Int, count: Int)] = [
    (true, .max, .max), (false, .max, .max), (false, 200, .max), (false, 50, .max),
    (false, 50, 50), (false, 50, 25), (false, 50, 10),
  ]

  /// How many bytes the names have in the last step: about what the VPs that it shows leave of an answer.
  private static let lastNameBytes = 12_000

  private let step: Int
  private var hasSessions: Bool { Self.steps[step].hasSessions }
  private var words: Int { Self.steps[step].words }
  /// How many VPs are shown; the others are named, in the last step as many as there is room for.
  var count: Int { Self.steps[step].count }

  /// The next smaller part; nil where there is none.
  var smaller: VPsPart? {
    step + 1 < Self.steps.count ? VPsPart(step: step + 1) : nil
  }

  /// What is shown of one VP.
  func shown(_ vp: VPView) -> VPView {
    var shown = vp
    if !hasSessions { shown.sessions = [] }
    shown.name = vp.name.map { $0.cut(bytes: words) }
    shown.description = vp.description.map { $0.cut(bytes: words) }
    return shown
  }

  /// What is left out of these VPs, and how to get it; nil where nothing is.
  func leftOut(of vps: [VPView]) -> String? {
    guard !hasSessions else { return nil }
    let texts = words < .max ? ["descriptions are cut at \(words) bytes"] : []
    let others = names(of: vps.dropFirst(count)).map { ["there are also \($0)"] } ?? []
    return (["sessions are left out"] + texts + others).joined(separator: "; ")
      + ": people see all by missionlog vps; a dispatch takes any of them"
  }

  /// The names: all, but in the last step those for which there is room, and how many more there are; nil for none.
  private func names(of vps: ArraySlice<VPView>) -> String? {
    guard !vps.isEmpty else { return nil }
    var room = smaller == nil ? Self.lastNameBytes : .max
    let named = vps.map(\.vpID.rawValue).prefix { name in
      room -= name.utf8.count + 2
      return room >= 0
    }
    let names = named.joined(separator: ", ")
    return named.count < vps.count ? "\(names) and \(vps.count - named.count) more" : names
  }
}
