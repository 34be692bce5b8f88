/// The media types that a server and its clients exchange.
package enum MediaType {
  package static let json = "application/json"
  package static let events = "text/event-stream"

  /// The types that the values of an `Accept` header name, in lower case, without those of quality
  /// 0, which it refuses.
  package static func wanted(by accept: [String]) -> [String] {
    accept.joined(separator: ",").lowercased().split(separator: ",").compactMap { part in
      let words = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
      let isRefused = words.dropFirst().contains { word in
        word.hasPrefix("q=") && Double(word.dropFirst(2)) == 0
      }
      return isRefused ? nil : words.first
    }
  }
}
