import Testing

/// `worker` as a person sees it.
@Suite struct WorkerCommandTests {
  private let home = CommandLineHome()

  @Test func moreMissionsThanTheVPMayHaveAtOnceAreWarnedOf() async {
    let words = ["worker", "--vp", "vp.general.primary", "--until-idle"]
    let run = await home.run(words + ["--concurrency", "2", "--", "true"])
    #expect(run.code == 0)
    #expect(run.err.contains("vps.vp.general.primary.max_concurrent, which is 1"), "\(run.err)")
    #expect(!(await home.run(words + ["--", "true"]).err.contains("max_concurrent")))
  }
}
