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
  /// Hands the events of a stream to the last argument as they come, until it is cancelled or the server ends.
  package let follow:
    @Sendable (_ path: String, _ query: [Item], _ take: @escaping @Sendable ([UInt8]) -> Void)
      async throws -> Void
  /// The server's fleet as a worker's port.
  package let port: @Sendable (_ policy: MissionPolicy, _ clocks: Clocks) -> any WorkerPort
  /// Writes what stands in one segment of a path.
  package let segment: @Sendable (String) -> String

  /// Makes a link of what each of its parts does.
  package init(
    get: @escaping @Sendable (String, [Item], Double) async throws -> [UInt8],
    post: @escaping @Sendable (String, [UInt8], Double) async throws -> [UInt8],
    follow:
      @escaping @Sendable (String, [Item], @escaping @Sendable ([UInt8]) -> Void)
      async throws -> Void,
    port: @escaping @Sendable (MissionPolicy, Clocks) -> any WorkerPort,
    segment: @escaping @Sendable (String) -> String
  ) {
    self.get = get
    self.post = post
    self.follow = follow
    self.port = port
    self.segment = segment
  }
}
