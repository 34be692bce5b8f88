package import EventLog

/// The actor of events that an import appends: `import:` and the file's name.
package enum ImportActor {
  private static let prefix = "import:"
  private static let longest = 256

  /// The actor of an import of a file: at most 256 bytes of the name, without control characters.
  package static func name(of file: String) -> String {
    let clean = file.unicodeScalars.map { scalar in
      ReferenceRules.hasControlCharacter(String(scalar)) ? "?" : String(scalar)
    }.joined()
    return prefix + (clean.utf8.count <= longest ? clean : "…" + clean.suffix(60))
  }

  /// The file that an event was imported from; nil for an event that wasn't.
  package static func file(of event: RecordedEvent) -> String? {
    event.actor.hasPrefix(prefix) ? String(event.actor.dropFirst(prefix.count)) : nil
  }
}
