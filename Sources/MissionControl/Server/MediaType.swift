/// The media types of what a server and its clients send each other.
package enum MediaType {
  package static let json = "application/json"
  package static let events = "text/event-stream"
}
