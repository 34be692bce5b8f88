private import CPlatform
private import Glibc

/// The supervisor that started this process, if it wants to hear of its state (`NOTIFY_SOCKET`).
package struct Supervisor: Sendable {
  private let socket: String?

  /// Takes the socket that the environment names; nil for a process without a supervisor.
  package init(socket: String?) {
    self.socket = socket
  }

  /// Reports a state such as `READY=1`; a supervisor that doesn't listen is left alone.
  package func tell(_ state: String) {
    guard let socket, !socket.isEmpty else { return }
    _ = unsafe cplatform_notify(socket, state, state.utf8.count)
  }
}
