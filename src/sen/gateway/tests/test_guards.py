import pytest

from sen.gateway.calls.guards import Breaker, Gate, Limits
from sen.gateway.protocol.faults import Fault
from sen.gateway.trust.snapshot import Allowance, Service

NOW = 1_800_000_000.0


def _service(*allowances: Allowance) -> Service:
    return Service(id="VN-DT/GOV/H20/CSDL/dan-cu", name="x", base_url="http://x", allowances=allowances)


def _charge(
    limits: Limits, service: Service, count: int, *, client: str = "a", now: float = NOW, groups: frozenset[str] = frozenset()
) -> int:
    done = 0
    for _ in range(count):
        try:
            limits.charge(service, client, groups, now)
        except Fault as fault:
            assert fault.status == 429
            assert fault.wait > 0
        else:
            done += 1
    return done


def test_past_the_burst_calls_wait_for_the_rate() -> None:
    limits, service = Limits(), _service(Allowance(per_second=2, burst=3))
    assert _charge(limits, service, 10) == 3
    assert _charge(limits, service, 10, now=NOW + 1) == 2
    assert _charge(limits, service, 10, now=NOW + 100) == 3


def test_one_client_does_not_use_up_anothers_allowance() -> None:
    limits, service = Limits(), _service(Allowance(per_second=1, burst=1))
    assert _charge(limits, service, 5) == 1
    assert _charge(limits, service, 5, client="b") == 1


def test_the_most_particular_allowance_counts() -> None:
    service = _service(Allowance(burst=1), Allowance(subject="g", burst=2), Allowance(subject="a", burst=4))
    assert _charge(Limits(), service, 9) == 4
    assert _charge(Limits(), service, 9, client="b", groups=frozenset({"g"})) == 2
    assert _charge(Limits(), service, 9, client="c") == 1


def test_the_days_quota_begins_anew_at_midnight_in_the_province() -> None:
    limits, service = Limits(), _service(Allowance(per_second=1000, burst=1000, per_day=5))
    midnight = NOW - (NOW + 7 * 3600) % 86_400 + 86_400
    assert _charge(limits, service, 9, now=midnight - 1) == 5
    assert _charge(limits, service, 9, now=midnight) == 5


def test_what_was_used_before_a_restart_counts() -> None:
    limits, service = Limits(), _service(Allowance(per_second=1000, burst=1000, per_day=5))
    limits.used_today(service.id, "a", 3, NOW)
    assert _charge(limits, service, 9) == 2


def test_processes_share_an_allowance() -> None:
    assert _charge(Limits(workers=2), _service(Allowance(per_second=2, burst=8)), 20) == 4
    assert [Limits(workers=4).share(most) for most in (50, 4, 1)] == [12, 1, 1]


def test_without_an_allowance_nothing_is_counted() -> None:
    assert _charge(Limits(), _service(Allowance(subject="other", burst=1)), 50) == 50


def test_a_breaker_opens_tries_once_and_closes() -> None:
    breaker = Breaker(3, 10)
    for _ in range(3):
        assert breaker.lets_through(0)
        breaker.note(False, 0)
    assert not breaker.lets_through(9)
    assert breaker.lets_through(11)
    assert not breaker.lets_through(11)
    breaker.note(False, 11)
    assert not breaker.lets_through(20)
    assert breaker.lets_through(22)
    breaker.note(True, 22)
    assert breaker.lets_through(22)


def test_only_failures_in_a_row_open_it() -> None:
    breaker = Breaker(2, 10)
    for answered in (False, True, False, True):
        breaker.note(answered, 0)
    assert breaker.lets_through(0)


def test_a_full_gate_turns_away_at_once() -> None:
    gate, kind = Gate(), "Server.ServerProxy.ServiceFailed.Busy"
    with gate.enter(1, kind, "full"):
        with pytest.raises(Fault, match="full"), gate.enter(1, kind, "full"):
            pass
    with gate.enter(1, kind, "full"):
        assert gate.inside == 1
    assert gate.inside == 0
