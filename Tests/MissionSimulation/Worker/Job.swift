/// What a mission's command does in one attempt: a script, the same for the same seed, job and
/// attempt.
struct Job: Sendable {
  /// Something that the command does.
  enum Act: Hashable, Sendable {
    case write
    case progress(percent: Int, calls: Int)
    case ask
    case fallBack
    case makeFile
    case exit(Int32)
  }

  /// What it does, each after a pause in microseconds.
  let acts: [(pause: Int64, act: Act)]
  /// Whether it ends when it is asked to, without being killed.
  let obeys: Bool

  /// The script of an attempt at a job.
  init(seed: UInt64, job: Int, attempt: Int) {
    var chance = Chance(seed, 1, job, attempt)
    var acts: [(pause: Int64, act: Act)] = []
    for _ in 0..<chance.number(0...4) {
      let pause = chance.time(1...chance.pick([4, 12, 40]))
      let act: Act =
        switch chance.number(1...100) {
        case ...25: .write
        case ...60: .progress(percent: chance.number(0...100), calls: chance.number(0...12))
        case ...75: .ask
        case ...85: .fallBack
        default: .makeFile
        }
      acts.append((pause, act))
    }
    // A few never end by themselves.
    if !chance.happens(8) {
      acts.append((chance.time(0.5...30), .exit(chance.pick([0, 0, 0, 0, 1, 77]))))
    }
    self.acts = acts
    obeys = chance.happens(80)
  }
}
