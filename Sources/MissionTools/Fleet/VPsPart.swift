import MissionModel
import Platform

/// How much of a fleet's VPs an answer shows: all, then without their sessions, then with short
/// descriptions, at last some whole and the others by name.
struct VPsPart: Sendable {
  /// Everything.
  static let all = VPsPart(step: 0)

  private static let steps: [(hasSessions: Bool, words: Int, count: Int)] = [
    (true, .max, .max), (false, .max, .max), (false, 200, .max), (false, 50, .max),
    (false, 50, 50), (false, 50, 25), (false, 50, 10),
  ]

  /// How many bytes the names may take in the last step: about the room that its ten VPs leave.
  private static let lastNameBytes = 12_000

  private let step: Int
  private var hasSessions: Bool { Self.steps[step].hasSessions }
  private var words: Int { Self.steps[step].words }
  /// How many VPs are shown; the others are named, in the last step as far as there is room.
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

  /// Says what is left out of these VPs, and how to get it; nil where nothing is.
  func leftOut(of vps: [VPView]) -> String? {
    guard !hasSessions else { return nil }
    let texts = words < .max ? ["descriptions are cut at \(words) bytes"] : []
    let others = names(of: vps.dropFirst(count)).map { ["there are also \($0)"] } ?? []
    return (["sessions are left out"] + texts + others).joined(separator: "; ")
      + ": missionlog vps shows people all of them; a dispatch takes any of them"
  }

  /// The VPs' names, in the last step as many as there is room for, with the number of the rest;
  /// nil without VPs.
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
