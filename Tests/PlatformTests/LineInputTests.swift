import Foundation
import Platform
import Testing

/// Reads lines from a pipe that was filled and closed.
private func lines(_ text: String, limit: Int = 16) throws -> [LineInput.Line] {
  let pipe = Pipe()
  try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  try pipe.fileHandleForWriting.close()
  let input = LineInput(
    descriptor: pipe.fileHandleForReading.fileDescriptor, limit: limit)
  var lines: [LineInput.Line] = []
  while let line = input.next() { lines.append(line) }
  return lines
}

private func line(_ text: String) -> LineInput.Line { .line(Array(text.utf8)) }

@Test func linesComeWithoutTheirEnds() throws {
  #expect(try lines("one\n\ntwo\r\n") == [line("one"), line(""), line("two\r")])
}

@Test func whatFollowsTheLastEndIsALineToo() throws {
  #expect(try lines("one\ntwo") == [line("one"), line("two")])
  #expect(try lines("").isEmpty)
}

@Test func aLineBeyondTheLimitIsDroppedAndTheNextIsRead() throws {
  let long = String(repeating: "x", count: 17)
  #expect(try lines("\(long)\nshort\n") == [.tooLong, line("short")])
  #expect(try lines(String(repeating: "x", count: 16) + "\n").count == 1)
  #expect(try lines("a\n" + long) == [line("a"), .tooLong])
}

@Test func aLineMuchLongerThanTheBufferIsOneLine() throws {
  let pipe = Pipe()
  let input = LineInput(descriptor: pipe.fileHandleForReading.fileDescriptor, limit: 1_000_000)
  let text = String(repeating: "y", count: 300_000)
  let writing = Thread {
    try? pipe.fileHandleForWriting.write(contentsOf: Data((text + "\nend").utf8))
    try? pipe.fileHandleForWriting.close()
  }
  writing.start()
  #expect(input.next() == line(text))
  #expect(input.next() == line("end"))
  #expect(input.next() == nil)
}
