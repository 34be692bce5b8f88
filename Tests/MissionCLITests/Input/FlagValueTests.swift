import Testing

/// Flags whose value may be JSON: what is meant as that must be it, and other text stays text.
@Suite struct FlagValueTests {
  private let home = CommandLineHome()

  @Test(arguments: [
    (["progress", "--detail", "{bad"], "detail"), (["progress", "--detail", " [1"], "detail"),
    (["progress", "--detail", #""a"#], "detail"), (["progress", "--usage", "{bad"], "usage"),
    (["block", "--question", "q", "--options", #"["bad"#], "options"),
  ])
  func whatBeginsAsJSONAndIsNoneIsRefused(words: [String], name: String) async throws {
    let id = try await home.dispatch("a")
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    let run = await home.run(
      ["work", words[0], id, "--worker-id", "me", "--attempt", "1", "--json"] + words.dropFirst())
    #expect(run.code == 64)
    #expect(run.out.contains("validation_error") && run.out.contains(name))
  }

  @Test(arguments: [
    ("hello", #""hello""#), ("12", "12"), (#"{"a":[1]}"#, #"{"a":[1]}"#), ("x [1", #""x [1""#),
    (#""b""#, #""b""#),
  ])
  func aDetailIsJSONOrPlainText(text: String, kept: String) async throws {
    let id = try await home.dispatch("a")
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    let run = await home.run(
      "work", "progress", id, "--worker-id", "me", "--attempt", "1", "--summary", "s",
      "--detail", text)
    #expect(run.code == 0)
    let log = await home.run("log", "--mission", id, "--type", "vp.mission.progress", "--json")
    #expect(log.out.contains(#""detail":\#(kept)"#))
  }

  @Test func anOptionThatBeginsWithABracketIsText() async throws {
    let id = try await home.dispatch("a")
    _ = await home.run("work", "claim", "--vp", "vp.general.primary", "--worker-id", "me")
    let run = await home.run(
      "work", "block", id, "--worker-id", "me", "--attempt", "1", "--question", "q", "--options",
      "[must] compile", "--json")
    #expect(run.code == 0 && run.out.contains(#"["[must] compile"]"#), "\(run.out)")
  }
}
