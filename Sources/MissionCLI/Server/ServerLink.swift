package import MissionControl
package import MissionModel
package import Platform

/// A server as commands use it: what it answers is JSON, the same as a home's.
package struct ServerLink: Sendable {
  /// An item of a query.
  package typealias Item = (name: String, value: String)

  /// Asks a question; `wait` is for how many seconds the question itself may wait.
  package let get:
    @Sendable (_ path: String, _ query: [Item], _ wait: Double) async throws -> [UInt8]
  /// Gives a command.
  package let post:
    @Sendable (_ path: String, _ body: [UInt8], _ wait: Double) async throws -> [UInt8]
  /// Takes a piece of an answer; what it throws ends the call.
  package typealias TakePiece = @Sendable (_ piece: [UInt8]) throws -> Void
  /// Gives a command whose answer may be of any length, and hands that on as it comes; answers the object that holds
  /// the server's warnings, or nil.
  package let download:
    @Sendable (_ path: String, _ body: [UInt8], _ take: @escaping TakePiece) async throws
      -> [UInt8]?
  /// Takes an event of a stream: the place after it, and what it says; one that only tells the place says nothing.
  package typealias Take = @Sendable (_ id: String?, _ data: [UInt8]) -> Void
  /// Hands the events of a stream to the last argument as they come, until it is cancelled or the server ends.
  package let follow:
    @Sendable (_ path: String, _ query: [Item], _ take: @escaping Take) async throws -> Void
  /// The server's fleet as a worker's port.
  package let port: @Sendable (_ policy: MissionPolicy, _ clocks: Clocks) -> any WorkerPort
  /// Writes what stands in one segment of a path.
  package let segment: @Sendable (String) -> String

  /// Makes a link of what each of its parts does.
  package init(
    get: @escaping @Sendable (String, [Item], Double) async throws -> [UInt8],
    post: @escaping @Sendable (String, [UInt8], Double) async throws -> [UInt8],
    download: @escaping @Sendable (String, [UInt8], @escaping TakePiece) async throws -> [UInt8]?,
    follow: @escaping @Sendable (String, [Item], @escaping Take) async throws -> Void,
    port: @escaping @Sendable (MissionPolicy, Clocks) -> any WorkerPort,
    segment: @escaping @Sendable (String) -> String
  ) {
    self.get = get
    self.post = post
    self.download = download
    self.follow = follow
    self.port = port
    self.segment = segment
  }
}

extension ServerLink {
  /// The items that have a value.
  static func items(_ items: [(String, String?)]) -> [Item] {
    items.compactMap { name, value in value.map { (name: name, value: $0) } }
  }

  /// The events of a stream, which ends with whoever reads it, and with the server.
  func events(
    _ path: String, _ query: [Item]
  ) -> AsyncThrowingStream<(id: String?, data: [UInt8]), any Error> {
    AsyncThrowingStream { events in
      let following = Task {
        do {
          try await follow(path, query) { events.yield((id: $0, data: $1)) }
          events.finish()
        } catch {
          events.finish(throwing: error)
        }
      }
      events.onTermination = { _ in following.cancel() }
    }
  }
}
