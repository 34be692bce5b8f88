import Synchronization
import Testing

@testable import MissionClient

@Suite struct EventReaderTests {
  @Test(arguments: [1, 2, 7, 1_000])
  func anEventIsHandedOnWholeHoweverItsBytesCome(inPiecesOf size: Int) {
    let told = Mutex<[String]>([])
    let reader = EventReader { id, data in
      let text = "\(id ?? "none") " + String(decoding: data, as: UTF8.self)
      told.withLock { $0.append(text) }
    }
    let stream = Array(
      ": hello\n\nid: vp:1\nevent: mission\ndata: {\"a\":\ndata: 1}\n\nid:vp:2\n\ndata: é\n\nid: vp:3\n"
        .utf8)
    for start in stride(from: 0, to: stream.count, by: size) {
      reader.read(Array(stream[start..<min(start + size, stream.count)]))
    }
    // The place alone is told too; what no empty line has ended is no event yet.
    #expect(told.withLock(\.self) == ["vp:1 {\"a\":1}", "vp:2 ", "none é"])
  }
}
