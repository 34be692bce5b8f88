import EventProjections
import Foundation
import MissionClient
import MissionControl
import MissionModel
import MissionTesting
import Synchronization
import Testing

@testable import EventLog

@Suite(.timeLimit(.minutes(2))) struct StreamTests {
  /// Reads a stream until so many events of it came, and answers their ids, and what each says of
  /// its place.
  private func events(
    _ count: Int, _ bench: ServerBench, after id: String? = nil, query: String = "",
    while act: @escaping @Sendable () async throws -> Void = {}
  ) async throws -> [(id: String, event: String)] {
    let request =
      "GET /api/v1/events\(query) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
      + "Authorization: Bearer read-token\r\n" + (id.map { "Last-Event-ID: \($0)\r\n" } ?? "")
      + "\r\n"
    let connection = try await RawConnection(port: bench.port)
    let acting = Mutex(false)
    let text = try await connection.read(after: Array(request.utf8)) { text in
      // The stream has begun once its first line is there: nothing that comes after it is missed.
      let isFirst = acting.withLock { acting in
        defer { acting = acting || text.contains("retry:") }
        return !acting && text.contains("retry:")
      }
      if isFirst { Task { try await act() } }
      return text.components(of: "data: {").count > count
    }
    return text.components(of: "\n\n").compactMap { part in
      let lines = part.components(of: "\n")
      guard let id = lines.first(where: { $0.contains("id: ") }),
        let data = lines.first(where: { $0.contains("data: ") }),
        let event = data.components(of: #""event_id":""#).dropFirst().first?.prefix(while: {
          $0 != "\""
        })
      else { return nil }
      return (String(id.components(of: "id: ")[1]), String(event))
    }
  }

  @Test func aStreamTellsWhatComesAndNothingThatWas() async throws {
    let bench = try await ServerBench.start()
    _ = try await bench.dispatch("before")
    let told = try await events(2, bench) {
      _ = try await bench.dispatch("one")
      _ = try await bench.dispatch("two")
    }
    #expect(told.map(\.event) == ["vp:2", "vp:3"])
  }

  @Test func aStreamResumesWithoutGapOrRepeatWhereverItWasCut() async throws {
    let bench = try await ServerBench.start()
    for index in 1...6 { _ = try await bench.dispatch("\(index)") }
    let whole = try await events(6, bench, query: "?after=vp:0")
    #expect(whole.map(\.event) == (1...6).map { "vp:\($0)" })
    for cut in 0..<5 {
      let rest = try await events(5 - cut, bench, after: whole[cut].id)
      #expect(rest.map(\.event) == whole[(cut + 1)...].map(\.event))
    }
  }

  @Test func aStreamOfSomeTypesMovesPastTheOthers() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch("one")
    _ = try await bench.client().post("missions/\(id)/cancel", Array("{}".utf8))
    let told = try await events(1, bench, query: "?after=vp:0&type=*.cancelled")
    #expect(told.map(\.event) == ["vp:3"])
    #expect(told.first?.id.contains("vp:3") == true)
  }

  @Test func aStreamThatIsRefusedByItsQualityIsAPage() async throws {
    let bench = try await ServerBench.start()
    for accept in ["text/event-stream;q=0", "application/json, text/event-stream; q=0.0"] {
      let answer = try await bench.ask("GET", "/api/v1/events", ["Accept: \(accept)"])
      #expect(answer.field("Content-Type") == "application/json")
    }
  }

  @Test(arguments: ["vp:999", "nowhere:1", "x"])
  func aPlaceThatIsNoneIsRefused(_ place: String) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      "GET", "/api/v1/events", ["Accept: text/event-stream", "Last-Event-ID: \(place)"])
    #expect(answer.status == 400 && answer.body.contains("Last-Event-ID"))
  }

  @Test(arguments: ["limit=5", "tail=5", "as_of=2h"])
  func whatIsOfAPageAloneIsRefusedOfAStream(_ item: String) async throws {
    let bench = try await ServerBench.start()
    let answer = try await bench.ask(
      "GET", "/api/v1/events?\(item)", ["Accept: text/event-stream"])
    #expect(answer.status == 400)
  }

  /// A ledger with one event that can't be read when the server begins, and what heals it.
  private func sickCoder() async throws -> (bench: ServerBench, heal: @Sendable () throws -> Void) {
    let home = try TemporaryHome()
    let first = home.fleet()
    for vp in [VPID.general, .coder] {
      _ = try await first.dispatch(DispatchRequest(vpID: vp, objective: "do it"), .tester)
    }
    first.close()
    let path = home.home.path + "/coder_vp_state.db"
    try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
    let bench = try await ServerBench.start(on: home)
    return (bench, { try FileManager.default.moveItem(atPath: path + ".away", toPath: path) })
  }

  @Test(
    arguments: [
      (nil, ["coder:2", "vp:2"]), ("coder:0,runtime:0,vp:1", ["coder:1", "coder:2", "vp:2"]),
    ])
  func aLedgerThatHealsComesIntoTheStreamsThatHaveBegun(
    _ place: String?, _ expected: [String]
  ) async throws {
    let (bench, heal) = try await sickCoder()
    let told = try await events(expected.count, bench, after: place) {
      try heal()
      _ = try await bench.dispatch("wakes the streams")
      // Who waits for the ledger to move has found where it is by now.
      #expect(
        try await eventually {
          (try? await bench.fleet.log("coder"))?.log.watch.isWatched == true
        })
      _ = try await bench.fleet.dispatch(
        DispatchRequest(vpID: .coder, objective: "do it too"), .tester)
    }
    #expect(told.map(\.event).sorted() == expected)
  }

  @Test func theIdKeepsThePlaceInALedgerThatCantBeRead() async throws {
    let home = try TemporaryHome()
    let first = home.fleet()
    for vp in [VPID.general, .coder] {
      _ = try await first.dispatch(DispatchRequest(vpID: vp, objective: "do it"), .tester)
    }
    first.close()
    try home.damage("coder_vp_state.db")
    let bench = try await ServerBench.start(on: home)
    let told = try await events(1, bench, after: "coder:1,runtime:0,vp:0")
    #expect(told.first?.id.contains("coder:1,") == true)
    #expect(told.first?.event == "vp:1")
  }

  @Test func anEndingServerEndsItsStreams() async throws {
    let bench = try await ServerBench.start()
    // It returns once the stream, which had begun, was ended.
    let told = try await events(1, bench) { try await bench.stop() }
    #expect(told.isEmpty)
  }

  @Test func aRebuildOfNoProjectionIsRefusedHoweverItWouldBeTold() async throws {
    let bench = try await ServerBench.start()
    for type in ["application/json", "text/event-stream"] {
      let answer = try await bench.ask(
        "POST", "/api/v1/projections/nope/rebuild",
        ["Content-Type: application/json", "Accept: \(type)"], body: "{}")
      #expect(answer.status == 400 && answer.code == "validation_error", "\(type)")
    }
  }

  @Test func aRebuildIsToldOnTheWayAndAtItsEnd() async throws {
    let bench = try await ServerBench.start()
    _ = try await bench.dispatch()
    let answer = try await bench.ask(
      "POST", "/api/v1/projections/missions/rebuild",
      ["Content-Type: application/json", "Accept: text/event-stream"], body: "{}")
    #expect(answer.status == 200)
    #expect(answer.body.contains("event: done\ndata: {\"ok\":true"))
  }
}

extension String {
  /// The parts between the places where `separator` stands.
  func components(of separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
