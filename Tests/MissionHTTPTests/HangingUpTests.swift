import MissionTesting
import Testing

@testable import MissionHTTP

/// What clients get that hang up, or send no more, or know no chunks.
@Suite(.timeLimit(.minutes(1))) struct HangingUpTests {
  private func request(
    _ line: String, _ lines: [String] = [], body: String? = nil, version: String = "1.1"
  ) -> [UInt8] {
    var head = ["\(line) HTTP/\(version)", "Host: localhost", "Authorization: Bearer admin-token"]
    if let body {
      head += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    }
    return Array(((head + lines).joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")).utf8)
  }

  @Test func anAnswerWithoutALengthIsSentWholeToHTTP10AndEndsItsConnection() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    for lines in [[], ["Connection: keep-alive"]] {
      let export = request("POST /api/v1/export", lines, body: "{}", version: "1.0")
      let answer = RawAnswer(try await RawConnection.exchange(export, port: bench.port))
      #expect(answer.status == 200 && answer.field("Transfer-Encoding") == nil, "\(answer.head)")
      #expect(answer.field("Connection") == "close")
      #expect(
        answer.body.hasPrefix("{") && answer.body.contains(id) && answer.body.hasSuffix("}\n"))
    }
    let stream = request(
      "GET /api/v1/events", ["Accept: text/event-stream"], version: "1.0")
    let told = RawAnswer(
      try await RawConnection(port: bench.port).read(after: stream) { $0.contains("id: ") })
    #expect(told.field("Transfer-Encoding") == nil && told.body.hasPrefix("retry:"))
  }

  @Test func anAnswerOfALengthKeepsTheConnectionOfHTTP10() async throws {
    let bench = try await ServerBench.start()
    let healthy = request("GET /healthz", ["Connection: keep-alive"], version: "1.0")
    let last = request("GET /healthz", version: "1.0")
    let text = try await RawConnection.exchange(healthy + last, port: bench.port)
    #expect(text.components(of: " 200 OK").count == 3, "\(text)")
  }
}
