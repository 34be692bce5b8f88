import MissionModel

extension Configuration {
  /// Which commits are synced to the disk before they are answered.
  package enum Durability: String, Choice, SettingRepresentable {
    /// Every commit.
    case full
    /// None: a power cut may take the last ones.
    case relaxed
  }

  /// What becomes of a stale mission whose worker is gone.
  package enum StaleEnd: String, Choice, SettingRepresentable {
    case fail, requeue
  }
}

extension SettingRepresentable where Self: Choice {
  var settingValue: SettingValue { .text(rawValue) }
  init?(_ value: SettingValue) {
    guard case .text(let word) = value else { return nil }
    self.init(rawValue: word)
  }
}

extension SettingKind {
  /// One of a type's words.
  static func choice<Word: Choice>(of type: Word.Type) -> SettingKind {
    .choice(Word.allCases.map(\.rawValue))
  }
}
