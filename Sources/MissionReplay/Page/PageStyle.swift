import Foundation
import Platform

/// The only style sheet of a page, light and dark, and the policy that allows a browser nothing
/// else.
enum PageStyle {
  /// What the page may load and run: its own style sheet, known by its hash, and nothing else.
  static let policy: String = {
    let digest = Digest(of: Array("\(sheet)".utf8).span)
    let hash = Data(digest.bytes).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
  }()

  /// The style sheet.
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--faint:#5b6470;--line:#d9dee4;\
    --queued:#b6bec8;--running:#2f6fde;--blocked:#d98a00;--good:#1a7f37;--bad:#c62828;--warning:#9a5b00}
    @media(prefers-color-scheme:dark){:root{--ground:#14171b;--text:#e6e9ed;--faint:#98a2ae;--line:#30363d;\
    --queued:#5c6672;--running:#5b94f5;--blocked:#e0a030;--good:#4cc26b;--bad:#f2716b;--warning:#e0a030}}
    body{margin:0 auto;max-width:64rem;padding:1.5rem 1rem 3rem;background:var(--ground);color:var(--text);\
    font:15px/1.5 system-ui,sans-serif}
    h1{margin:0;font:600 1.15rem ui-monospace,monospace;overflow-wrap:anywhere}
    h2{margin:2rem 0 .5rem;font-size:1rem}
    p{margin:.35rem 0}
    .objective{white-space:pre-wrap;overflow-wrap:anywhere}
    .faint{color:var(--faint)}.good{color:var(--good)}.bad{color:var(--bad)}.warning{color:var(--warning)}
    .strong{font-weight:600}
    svg{display:block;width:100%;height:auto;margin-top:1rem;font:12px ui-monospace,monospace}
    svg text{fill:var(--text)}svg text.faint{fill:var(--faint)}
    .axis{stroke:var(--line)}
    rect.queued{fill:var(--queued)}rect.running{fill:var(--running)}rect.blocked{fill:var(--blocked)}
    .hatch{fill:var(--ground);fill-opacity:.8}.hatched{stroke:var(--warning);stroke-width:2}
    circle{fill:var(--text);stroke:var(--ground)}circle.faint{fill:var(--faint)}circle.good{fill:var(--good)}\
    circle.bad{fill:var(--bad)}circle.warning{fill:var(--warning)}
    .swatch{display:inline-block;width:1.2em;height:.7em;margin-left:.4em}
    .swatch.queued{background:var(--queued)}.swatch.running{background:var(--running)}\
    .swatch.blocked{background:var(--blocked)}
    table{width:100%;border-collapse:collapse}
    th{text-align:left;font-weight:600}
    td,th{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
    td.time{white-space:nowrap;font:13px/1.7 ui-monospace,monospace;font-variant-numeric:tabular-nums}
    td.words{overflow-wrap:anywhere}
    tr:target{outline:2px solid var(--running)}
    a{color:inherit}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}
    dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
    """
}
