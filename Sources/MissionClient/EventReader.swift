import Synchronization

/// A reader of a stream of events: it takes bytes as they come, and passes on each event whole.
final class EventReader: Sendable {
  private struct State {
    var line: [UInt8] = []
    var id: String?
    var data: [UInt8] = []
  }

  private let state = Mutex(State())
  private let take: @Sendable (String?, [UInt8]) -> Void

  init(_ take: @escaping @Sendable (_ id: String?, _ data: [UInt8]) -> Void) {
    self.take = take
  }

  /// Takes the next bytes.
  func read(_ bytes: [UInt8]) {
    let events = state.withLock { state in
      var events: [(String?, [UInt8])] = []
      for byte in bytes {
        guard byte == 0x0A else {
          state.line.append(byte)
          continue
        }
        if state.line.isEmpty {
          if state.id != nil || !state.data.isEmpty { events.append((state.id, state.data)) }
          state.id = nil
          state.data = []
        } else if let value = Self.value(of: "id", in: state.line) {
          state.id = String(decoding: value, as: UTF8.self)
        } else if let value = Self.value(of: "data", in: state.line) {
          state.data += value
        }
        state.line = []
      }
      return events
    }
    for (id, data) in events { take(id, data) }
  }

  private static func value(of field: String, in line: [UInt8]) -> ArraySlice<UInt8>? {
    let start = Array((field + ":").utf8)
    guard line.starts(with: start) else { return nil }
    let value = line[start.count...]
    return value.first == 0x20 ? value.dropFirst() : value
  }
}
