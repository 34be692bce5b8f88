package import MissionModel

/// The looks of missions' statuses: one meaning for text, one character for bars.
package enum MissionInk {
  /// A worker's silence, painted over what it ran.
  package static let silence = Bar.Ink("·", .warning)

  /// The bar of a status.
  static func ink(_ status: MissionStatus) -> Bar.Ink {
    switch status {
    case .queued: .init("─", .faint)
    case .running: .init("━", .strong)
    case .blocked: .init("▒", .warning)
    case .completed, .failed, .cancelled: .init("█", .plain)
    }
  }

  /// The meaning of an effective status.
  package static func style(_ status: EffectiveStatus) -> TextStyle {
    switch status {
    case .queued: .plain
    case .running, .cancelling: .strong
    case .stale, .blocked, .cancelled: .warning
    case .completed: .good
    case .failed: .bad
    }
  }
}
