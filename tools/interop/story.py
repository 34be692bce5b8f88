"""One mission's life through every tool, so that each has answered at least once."""

from serving import GENERAL


def live(call):
    """Calls every tool by `call(tool, arguments)`, which returns a result, and yields each name with its result."""

    def step(tool, **arguments):
        result = call(tool, arguments)
        assert not result["isError"], (tool, result["content"])
        return tool, result

    def data(pair):
        return pair[1]["structuredContent"]

    yield step("vp_list_vps")
    dispatched = step(
        "vp_dispatch_mission", vp_id=GENERAL, objective="Write a page", idempotency_key="page",
        metadata={"for": "interop"}, budget={"max_llm_calls": 3}, priority_tier="high",
    )
    yield dispatched
    mission = data(dispatched)["mission_id"]
    claimed = step("vp_claim_mission", vp_id=GENERAL, worker_id="w1")
    yield claimed
    token = {"mission_id": mission, "worker_id": "w1", "attempt": data(claimed)["mission"]["attempt"]}
    yield step("vp_start", **token)
    yield step("vp_heartbeat", **token)
    yield step("vp_progress", summary="half", percent=50, usage={"llm_calls": 1}, detail=[1], **token)
    yield step("vp_artifact", path="page.md", **token)
    yield step("vp_fallback", **{**token, "from": "web", "to": "memory", "reason": "offline"})
    yield step("vp_block", question="Which colour?", options=["red", "blue"], **token)
    waited = step("vp_wait_mission", mission_id=mission)
    yield waited
    question = data(waited)["mission"]["blocked"]["question_id"]
    yield step("vp_answer_mission", mission_id=mission, question_id=question, answer="red")
    yield step("vp_get_mission", mission_id=mission, heartbeats=True)
    yield step("vp_complete", message="written", next_action="read it", result_ref="workspace:///tmp", **token)
    yield step("vp_wait_mission", mission_ids=[mission], mode="any", until="terminal")
    yield step("vp_get_mission", mission_id=mission, full=True)
    yield step("vp_get_timeline", mission_id=mission)
    yield step("vp_get_timeline", mission_id=mission, budget_bytes=1_000)
    yield step("vp_list_missions", limit=1)
    yield step("vp_escalate_mission", mission_id=mission, summary="odd", why_escalating="taste")

    second = data(step("vp_dispatch_mission", vp_id=GENERAL, objective="Fail at something"))["mission_id"]
    claimed = step("vp_claim_mission", vp_id=GENERAL, worker_id="w1")
    token = {"mission_id": second, "worker_id": "w1", "attempt": data(claimed)["mission"]["attempt"]}
    yield step("vp_fail", error="no luck", **token)
    retried = step("vp_retry_mission", mission_id=second, guidance="try harder")
    yield retried
    third = data(retried)["mission_id"]
    step("vp_claim_mission", vp_id=GENERAL, worker_id="w1")
    yield step("vp_cancel_mission", mission_id=third, reason="enough")
    yield step("vp_cancelled", mission_id=third, worker_id="w1", attempt=1, reason="stopped")
    yield step("vp_claim_mission", vp_id=GENERAL, worker_id="w1")
    feed = step("vp_read_feed")
    yield feed
    yield step("vp_read_feed", ack=data(feed)["next_after"])
