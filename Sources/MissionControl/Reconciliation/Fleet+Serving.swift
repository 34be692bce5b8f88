import MissionModel
import Platform
import Synchronization

extension Fleet {
  /// Notes that this process serves workers that report through it; called again and again while it
  /// does.
  package func noteServing() {
    let moment = surroundings.clocks.monotonic()
    serving.withLock { span in
      if span == nil { span = ServingSpan(from: moment) } else { span?.pulse(at: moment) }
    }
  }

  /// Where and when a reconciler of this process looks.
  var silenceLook: SilenceWatch.Look {
    let boot = surroundings.host.bootID
    let moment = surroundings.clocks.monotonic()
    return SilenceWatch.Look(
      bootID: boot.isEmpty ? nil : boot, mono: moment,
      servingSince: serving.withLock { $0?.start(at: moment) })
  }
}
