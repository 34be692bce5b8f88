import MissionModel
import MissionReplay
import Testing

@Suite struct TimelinePageTests {
  private func page(_ story: Story, at seconds: Double) throws -> String {
    TimelinePage(try story.timeline(at: seconds), clock: .utc).html
  }

  @Test func whatAgentsWroteIsTextAndNeverMarkup() throws {
    let hostile = #"</title></style><script>alert("1 & 2")</script><img src=x onerror='a()'>"#
    var story = try Story(objective: hostile)
    story.claim(2)
    story.progress(60, hostile + "\u{0}\u{202E}")
    story.add(61, .annotated(.init(note: hostile)), by: "operator:<b>\"ada\"</b>")
    story.fail(70)
    let html = try page(story, at: 90)
    #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"))
    #expect(!html.contains("\u{0}") && !html.contains("\u{202E}"))
    #expect(html.contains("&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;"))
    #expect(html.contains("onerror=&#39;a()&#39;"))
  }

  @Test func thePageNeedsNothingElse() throws {
    var story = try Story()
    story.claim(2)
    story.complete(70)
    let html = try page(story, at: 90)
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(html.contains("default-src &#39;none&#39;"))
    for word in ["http://", "https://", "<script", "@import", "style=", "src=", "onclick"] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.contains("prefers-color-scheme:dark"))
  }

  @Test func spansAndSilencesAreDrawnToScale() throws {
    var story = try Story()
    story.claim(100)
    story.beat(140)
    story.block(900)
    let html = try page(story, at: 1_000)
    // The drawing is 770 units long and begins at 100.
    #expect(html.contains(#"<rect x="100" y="34" width="77" height="18" class="queued">"#))
    #expect(html.contains(#"<rect x="177" y="68" width="616" height="18" class="running">"#))
    #expect(html.contains(#"<rect x="793" y="68" width="77" height="18" class="blocked">"#))
    #expect(html.contains(##"fill="url(#silence)"><title>w-1 silent for 12:40.0"##))
  }

  @Test func ofASilenceOnlyWhatRanIsHatched() throws {
    var story = try Story()
    story.claim(100)
    story.block(200)
    story.answer(900)
    let html = try page(story, at: 1_000)
    #expect(html.contains(#"<rect x="254" y="68" width="539" height="18" class="blocked">"#))
    #expect(html.contains(##"<rect x="793" y="68" width="77" height="18" fill="url(#silence)">"##))
    #expect(html.contains("w-1 silent for 13:20.0 from 09:33:20"))
  }

  @Test func aCauseIsLinkedToItsEvent() throws {
    var story = try Story()
    story.claim(2)
    story.add(
      500, .annotated(.init(note: "because")), by: "operator:ada@desk", causedBy: 2)
    let html = try page(story, at: 600)
    #expect(html.contains(##"href="#event-vp-2">because of vp:2</a>"##))
    #expect(html.contains(#"<tr id="event-vp-2">"#))
  }
}
