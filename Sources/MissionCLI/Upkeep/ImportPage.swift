import MissionModel
import MissionReplay

/// The outcome of an import and its oddities, for a person.
struct ImportPage {
  let page: Page

  func write(_ report: ImportReport) throws {
    let verb = report.isRehearsal ? "would be imported" : "imported"
    for (ledger, events) in report.restored.sorted(by: { $0.key < $1.key }) {
      try page.line(
        "\(ledger): \(CountText.text(events, "event")) "
          + (report.isRehearsal ? "would be restored" : "restored") + ", to the same root")
    }
    if report.missions > 0 || report.restored.isEmpty {
      let places = report.byLedger.sorted { $0.key < $1.key }.map {
        "\(CountText.text($0.value)) into \($0.key)"
      }
      try page.line(
        "\(CountText.text(report.imported, "mission")) \(verb)"
          + (places.isEmpty ? "" : " (\(places.joined(separator: ", ")))")
          + ", \(CountText.text(report.eventsKept, "event")) kept beside them")
    }
    if report.already > 0 {
      try page.line(
        "\(CountText.text(report.already, "mission")) "
          + "\(report.already == 1 ? "was" : "were") here already", .faint)
    }
    if !report.vps.isEmpty {
      let names = report.vps.map(\.rawValue).sorted().joined(separator: ", ")
      try page.line("VPs in the file: \(names)", .faint)
    }
    try writeOddities(report)
    guard !report.leftOut.isEmpty else { return }
    try page.heading("not imported")
    for left in report.leftOut {
      let count = left.count.map { ", " + CountText.text($0) } ?? ""
      try page.paragraph("\(left.what)\(count): \(left.reason)", indent: 2)
    }
  }

  private func writeOddities(_ report: ImportReport) throws {
    guard !report.oddities.isEmpty else { return }
    try page.heading("oddities")
    for finding in report.oddities {
      try page.paragraph(
        "\(CountText.text(finding.count))× \(finding.kind.sentence)", indent: 2, .warning)
      for example in finding.examples.prefix(2) {
        let place = example.key.isEmpty ? example.table : "\(example.table) \(example.key)"
        try page.paragraph("\(place): \(example.detail)", indent: 6, .faint)
      }
      if finding.count > 2 {
        try page.paragraph("and \(CountText.text(finding.count - 2)) more", indent: 6, .faint)
      }
    }
  }
}
