/// The dictionary that every new ledger starts with.
enum StartingDictionary {
  /// Its bytes.
  static let bytes: [UInt8] = Array("{\"".utf8)
}
