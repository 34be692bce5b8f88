import Foundation
import MissionTesting
import Testing

/// What becomes of a ledger whose tables were dropped or altered: it is called damaged, and no
/// other is concerned.
@Suite struct DamagedSchemaTests {
  @Test(arguments: [
    "DROP TABLE missions", "DROP TABLE names", "DROP TABLE dictionaries", "DROP TABLE subtrees",
    "DROP TABLE log_state", "DROP TABLE ledger", "DROP VIEW streams",
    "ALTER TABLE missions RENAME priority TO importance", "DROP TABLE projections",
    "DROP TABLE parked_events", "DROP TABLE sessions",
  ])
  func aLedgerThatLacksATableIsCalledDamagedAndTheOthersAreVerified(sql: String) async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    _ = try await home.dispatch("b", vp: "vp.coder.primary")
    try home.sqlite3(sql)
    for scope in [[], ["--full"]] {
      let run = await home.run(["verify", "--json"] + scope)
      #expect(run.code == 1, "\(run.out)")
      let answer = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any]
      let ledgers = try #require(answer?["ledgers"] as? [[String: Any]])
      #expect(ledgers.count == 3)
      for ledger in ledgers {
        #expect((ledger["break"] is NSNull) == (ledger["ledger"] as? String != "vp"), "\(run.out)")
      }
    }
    for words in [["get", id], ["rebuild", "--check"], ["doctor"], ["list"], ["status"]] {
      let run = await home.run(words + ["--json"])
      #expect(run.code != 70 && !run.out.contains("internal_error"), "\(words): \(run.out)")
    }
    #expect(await home.run("doctor").out.contains("BAD"))
    let dispatch = await home.run(
      "dispatch", "--vp", "vp.general.primary", "--objective", "x", "--json")
    #expect([0, 74, 75].contains(dispatch.code), "\(dispatch.code) \(dispatch.out)")
  }

  @Test func aMissingTableOfMissionsIsSaidAsDamageAndMadeAnewByARebuild() async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    try home.sqlite3("DROP TABLE missions")
    for words in [
      ["get", id], ["dispatch", "--vp", "vp.general.primary", "--objective", "x"],
    ] {
      let run = await home.run(words + ["--json"])
      #expect(run.code == 74 && run.out.contains("ledger_corrupt"), "\(words): \(run.out)")
    }
    #expect(await home.run("verify").out.contains("the table missions is missing"))
    #expect(await home.run("rebuild", "missions").code == 0)
    #expect(await home.run("verify", "--full").code == 0)
    #expect(await home.run("get", id).code == 0)
  }

  @Test(arguments: [
    ("DROP TABLE projections", "the table projections is missing"),
    ("DROP TRIGGER log_state_moves; UPDATE log_state SET projected = 1", "projection missions: "),
    ("DROP INDEX events_by_stream", "the index events_by_stream"),
    (
      "CREATE TRIGGER more AFTER UPDATE ON missions BEGIN DELETE FROM sessions; END",
      "the trigger more of the table missions"
    ),
    ("ALTER TABLE ledger RENAME writer_version TO wriuer_version", "the table ledger"),
    ("INSERT INTO parked_events VALUES ('missions', 1, 'x')", "event 1 was parked"),
    ("UPDATE projections SET generation = -1", "is said to have been made"),
  ])
  func verifyNamesWhatTheFileHasOtherwise(sql: String, says: String) async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    _ = await home.run("annotate", id, "--note", "more")
    try home.sqlite3(sql)
    let run = await home.run("verify")
    #expect(run.code == 1 && run.out.contains(says), "\(run.out)")
    if !sql.contains("projected"), !sql.contains("parked_events") {
      #expect(await home.run("doctor").out.contains(says))
    }
  }

  @Test func aCheckOfRowsFindsAnEventThatWasParkedWithoutReason() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    try home.sqlite3("INSERT INTO parked_events VALUES ('missions', 1, 'boo')")
    let run = await home.run("rebuild", "--check", "missions")
    #expect(run.code == 1 && run.out.contains("whether event 1 was parked"), "\(run.out)")
    let json = await home.run("rebuild", "--check", "--json")
    #expect(json.code == 1 && json.out.contains(#""differing":0,"parked_break":1"#), "\(json.out)")
    #expect(await home.run("rebuild", "missions").code == 0)
    #expect(await home.run("rebuild", "--check").code == 0)
  }

  @Test func plainVerifySaysThatItDidNotLookAtWhatIsKeptForPastMoments() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    let plain = await home.run("verify", "--json").out
    #expect(plain.contains(#""not_checked":["file","rows kept for past moments"]"#), "\(plain)")
    let full = await home.run("verify", "--full", "--json").out
    #expect(full.contains(#""not_checked":[]"#), "\(full)")
  }

  @Test(arguments: [
    ("events_append", "ifnull((SELECT position", "ifnulm((SELECT position"),
    ("events_append", "DESC LIMIT 1), 0)", "DESC LIMIT 1)- 0)"),
    ("missions_attention", "(coalesce(", "(coalescf("), ("names_append", "NEW.name)", "NMW.name)"),
  ])
  func aTriggerOrAnIndexThatSaysNonsenseIsDamage(
    object: String, old: String, new: String
  ) async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    try home.sqlite3(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, '\(old)', '\(new)') WHERE name = '\(object)';
      """)
    #expect(await home.run("verify").code == 1)
    for words in [["annotate", id, "--note", "n"], ["rebuild", "missions"]] {
      let run = await home.run(words + ["--json"])
      #expect(!run.out.contains("internal_error"), "\(words): \(run.out)")
    }
  }

  @Test func aWrongTableInAQueryIsStillTheCallersFault() async throws {
    let home = CommandLineHome()
    _ = try await home.dispatch("a")
    let run = await home.run("sql", "SELECT * FROM nothing", "--json")
    #expect(run.code == 64 && run.out.contains("validation_error"), "\(run.out)")
  }

  @Test func aFlippedBitOfTheSchemaIsFoundWhereverItIs() async throws {
    let home = CommandLineHome()
    let id = try await home.dispatch("a")
    _ = await home.run("annotate", id, "--note", "more")
    _ = await home.run("compact", "--ledger", "vp")
    let path = home.path + "/vp_state.db"
    let whole = try Data(contentsOf: URL(filePath: path))
    let places = try Self.statements(of: path, in: whole)
    #expect(places.count > 5_000)
    for seed in 1...200 {
      var random = SeededGenerator(seed: UInt64(seed))
      var changed = whole
      let place = try #require(places.randomElement(using: &random))
      changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try changed.write(to: URL(filePath: path))
      let verify = await home.run("verify", "--json")
      #expect(verify.code == 1, "seed \(seed), byte \(place): \(verify.code) \(verify.out)")
      for words in [["get", id], ["annotate", id, "--note", "n"], ["rebuild", "missions"]] {
        let run = await home.run(words + ["--json"])
        #expect(!run.out.contains("internal_error"), "seed \(seed), byte \(place): \(run.out)")
      }
      for side in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + side) }
    }
  }

  /// Where in a file the statements of its schema lie.
  private static func statements(of path: String, in file: Data) throws -> [Int] {
    let query = "SELECT hex(sql) FROM sqlite_schema WHERE sql IS NOT NULL"
    let run = try OtherProgram.run("/usr/bin/sqlite3", ["-readonly", path, query])
    return run.out.split(separator: "\n").flatMap { digits in
      let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { offset in
        UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
      }
      return file.range(of: Data(bytes)).map(Array.init) ?? []
    }
  }
}
