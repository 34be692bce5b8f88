import EventLog
import Platform
import Testing

@Suite struct InclusionTests {
  private func fill(_ ledger: TestLedger, _ count: Int) async throws -> EventLog {
    let log = try ledger.open()
    try await log.write { transaction in
      for number in 0..<count {
        try transaction.append(.numbered(number), to: StreamName("thing/\(number % 5)"))
      }
    }
    return log
  }

  @Test(arguments: [1, 2, 3, 7, 255, 256, 257, 600])
  func everyEventsProofLeadsToTheRoot(count: Int) async throws {
    let ledger = try TestLedger()
    let log = try await fill(ledger, count)
    let root = try await log.root()
    let wanted = Array(stride(from: Int64(1), through: Int64(count), by: max(1, count / 40)))
    let found = try await log.read { reader in
      try reader.inclusionProofs(of: wanted + [Int64(count)]).map { proof in
        let line = try reader.exportLine(at: proof.position) ?? []
        return (proof, try ExportLine(line).leaf)
      }
    }
    for (proof, leaf) in found {
      #expect(proof.root(from: leaf)?.bytes == root.hash, "position \(proof.position)")
    }
  }

  @Test func aProofOfAnythingElseLeadsElsewhere() async throws {
    let ledger = try TestLedger()
    let log = try await fill(ledger, 77)
    let root = try await log.root().hash
    let (proof, leaf, other) = try await log.read { reader in
      let proofs = try reader.inclusionProofs(of: [40])
      let lines = try [40, 41].map { try ExportLine(reader.exportLine(at: $0) ?? []).leaf }
      return (proofs[0], lines[0], lines[1])
    }
    #expect(proof.root(from: leaf)?.bytes == root)
    #expect(proof.root(from: other)?.bytes != root)
    for position in [Int64(0), 1, 39, 41, 77, 78] {
      let moved = InclusionProof(position: position, size: 77, path: proof.path)
      #expect(moved.root(from: leaf)?.bytes != root, "\(position)")
    }
    for path in [[], Array(proof.path.dropLast()), proof.path + [leaf], proof.path.reversed()] {
      let changed = InclusionProof(position: 40, size: 77, path: path)
      #expect(changed.root(from: leaf)?.bytes != root)
    }
    await #expect(throws: LogError.self) {
      try await log.read { try $0.inclusionProofs(of: [78]) }
    }
  }

  @Test func anExportLineIsReadBackAsItsEvent() async throws {
    let ledger = try TestLedger()
    let log = try await fill(ledger, 3)
    let (event, line) = try await log.read { reader in
      (try #require(try reader.event(at: 2)), try #require(try reader.exportLine(at: 2)))
    }
    let read = try ExportLine(line)
    #expect(read.event.payload == event.payload)
    #expect(read.event.id == event.id)
    #expect(read.salt.count == 16)
    for offset in line.indices {
      var changed = line
      changed[offset] ^= 0x04
      #expect((try? ExportLine(changed))?.leaf != read.leaf, "byte \(offset)")
    }
  }
}
