import CanonicalJSON
import Glibc
import MissionModel
import Platform

extension MissionRun {
  /// The interval between two ticks of the clock.
  private static let tick = Duration.milliseconds(200)

  /// Runs the command and returns when nothing of it is left and all its reports were recorded or
  /// refused.
  ///
  /// - Throws: an error where it can't be started.
  func runCommand(_ work: inout RunWork) async throws(PlatformError) {
    let output = try OutputRecorder(
      logPath: workspace.absolute(workspace.logPath),
      refuse: { [self] text in tell(.notUnderstood, .validation(text)) }
    ) { [gate, send] instruction in
      if gate.enter() { send.yield(.instruction(instruction)) }
    }
    work.output = output
    let process = try await start(try command(), into: output)
    work.process = process
    process.write(missionLine)
    apply(.output, to: &work)

    let ticker = Task { [send] in
      while (try? await Task.sleep(for: Self.tick)) != nil { send.yield(.clock(.tick)) }
    }
    let collector = work.collector
    let (instructions, queue) = AsyncStream.makeStream(of: Instruction.self)
    let reporting = Task {
      for await instruction in instructions {
        await report(instruction, collector: collector, output: output)
        gate.leave()
      }
    }
    for await signal in signals {
      handle(signal, &work, queue)
      if work.hasEnded { break }
    }
    ticker.cancel()
    queue.finish()
    await reporting.value
    send.yield(.reported)
    for await signal in signals {
      handle(signal, &work, queue)
      if work.hasReported { break }
    }
  }

  /// Takes the fleet's present view of the mission.
  func take(_ view: MissionView, into work: inout RunWork) {
    if view.state.version > work.view.state.version { work.view = view }
    work.summary.see(work.view.state.progress?.summary)
    if view.state.isCancelRequested || view.state.status == .cancelled {
      apply(.cancelRequested(reason: view.state.cancel?.reason), to: &work)
    }
    deliverAnswer(&work)
  }

  /// Takes the fleet's refusal of this attempt.
  func take(_ error: MissionError, into work: inout RunWork) {
    guard error.endsAttempt else { return }
    apply(.leaseLost(reversible: error.isReversible), to: &work)
  }

  /// The command, found and with its environment.
  private func command() throws(PlatformError) -> ProcessCommand {
    guard let program = options.program else {
      throw PlatformError(
        errno: ENOENT, operation: "finding the program", path: options.command.first)
    }
    return ProcessCommand(
      executable: program, arguments: options.command,
      environment: ChildEnvironment.variables(
        for: missionID, attempt: claimed.state.attempt, in: workspace, options),
      directory: workspace.root)
  }

  /// Starts the command on a thread that then reads its output to the end.
  private func start(
    _ command: ProcessCommand, into output: OutputRecorder
  ) async throws(PlatformError) -> GuardedProcess {
    let started: Result<GuardedProcess, PlatformError> = await withCheckedContinuation { answer in
      do throws(PlatformError) {
        try PlatformThread.spawn(name: "command") { [send, missionID] in
          do throws(PlatformError) {
            let process = try GuardedProcess.spawn(command)
            answer.resume(returning: .success(process))
            let termination = process.pump { output.receive($0, $1) }
            if termination == nil { Orphans.end(holding: ChildEnvironment.mark(of: missionID)) }
            output.finish()
            send.yield(.ended(termination))
          } catch {
            answer.resume(returning: .failure(error))
          }
        }
      } catch {
        answer.resume(returning: .failure(error))
      }
    }
    return try started.get()
  }

  /// The full mission object as one line.
  private var missionLine: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    claimed.writeFull(into: &writer)
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  private func handle(
    _ signal: RunSignal, _ work: inout RunWork, _ queue: AsyncStream<Instruction>.Continuation
  ) {
    if signal.callsForAnEnd { work.isToEnd = true }
    switch signal {
    case .clock(let event):
      work.process?.wakeGuard()
      if work.output?.takeNews() == true || gate.isHolding { apply(.output, to: &work) }
      apply(event, to: &work)
    case .instruction(let instruction):
      note(instruction, in: &work)
      queue.yield(instruction)
    case .observed(let view): take(view, into: &work)
    case .settled(let view):
      work.summary.settle(as: view?.state.progress?.summary)
      take(view ?? work.view, into: &work)
    case .refused(let error): take(error, into: &work)
    case .asked(let questionID):
      work.openQuestion = questionID
      deliverAnswer(&work)
    case .askedInVain:
      // The command may have asked again while another question was open.
      if work.openQuestion == nil { apply(.unblocked, to: &work) }
    case .declared(let path, let role): work.declared[ExactText(path)] = role
    case .ended(let termination):
      work.termination = termination
      work.hasEnded = true
    case .reported: work.hasReported = true
    }
  }

  /// Remembers what an instruction means for the clock and the result.
  private func note(_ instruction: Instruction, in work: inout RunWork) {
    switch instruction {
    case .progress(let summary, _, let usage, _):
      if let summary { work.summary.say(summary) }
      if let usage { apply(.used(usage), to: &work) }
    case .blocked: apply(.blocked, to: &work)
    case .result(let message, let nextAction, let usage):
      work.message = message ?? work.message
      work.nextAction = nextAction ?? work.nextAction
      if let usage { apply(.used(usage), to: &work) }
    case .artifact, .fallback: break
    }
  }

  /// Steps the clock; once the command has ended, no event changes the verdict.
  func apply(_ event: RunClock.Event, to work: inout RunWork) {
    guard !work.hasEnded else { return }
    for action in work.clock.step(event, at: time.now) {
      switch action {
      case .terminate: work.process?.terminate()
      case .kill: work.process?.kill()
      }
    }
    if work.clock.stop != nil { gate.close() }
  }

  /// Hands the command the answer to its open question as one line, once it is there.
  private func deliverAnswer(_ work: inout RunWork) {
    guard let question = work.openQuestion, let answer = work.view.state.lastAnswer,
      answer.questionID == question
    else { return }
    work.openQuestion = nil
    let line = answer.answer.split(whereSeparator: \.isNewline).joined(separator: " ")
    work.process?.write(Array((line + "\n").utf8))
    apply(.unblocked, to: &work)
  }
}
