using Temporalio.Exceptions;

namespace Sagas.Engine.Execution;

/// <summary>
/// Where a parked saga waits for a decision. One case at a time, one decision per case:
/// <code>
/// state      event            next       effect
/// closed     Open             open       case number + 1
/// open       BeginWork        working    evidence is verified, or the stuck part is tried once more
/// working    EndWork          open
/// open       Decide           decided    decision recorded
/// decided    Close            closed     decision handed to the saga
/// open       Close            closed     no decision (cancelled, or the obstacle has passed)
/// </code>
/// </summary>
internal sealed class RepairDesk(int casesBefore = 0)
{
    private readonly List<Decision> _log = [];
    private int _cases = casesBefore;
    private Decision? _decision;
    private bool _working;

    public OpenCase? Current { get; private set; }

    public IReadOnlyList<Decision> Log => _log;

    public bool IsDecided => _decision is not null;

    public bool IsWorking => _working;

    public OpenCase Open(string step, string name, bool compensating, SagaError error, DateTimeOffset now)
    {
        Invariant.Require(Current is null, $"case {_cases} is still open");
        Invariant.Require(_decision is null && !_working, "a closed desk holds no decision");
        return Current = new OpenCase(++_cases, step, name, compensating, now, error);
    }

    /// <summary>Refuses a repair that does not fit what is open; used by update validators, so it changes nothing.</summary>
    public OpenCase Check(Repair repair)
    {
        if (string.IsNullOrWhiteSpace(repair.Who) || string.IsNullOrWhiteSpace(repair.Why))
        {
            throw Refusal(RepairErrors.Invalid, "A repair needs who decided and why; neither may be empty.");
        }
        if (Current is not { } open)
        {
            throw Refusal(RepairErrors.MovedOn, $"Case {repair.Case} is closed: the saga is not parked. Look again.");
        }
        if (open.Number != repair.Case)
        {
            throw Refusal(
                RepairErrors.MovedOn,
                $"Case {repair.Case} is closed: the saga is parked with case {open.Number} at '{open.Name}'. Look again.");
        }
        if (IsDecided || _working)
        {
            throw Refusal(
                RepairErrors.InFlight,
                $"A decision or an attempt on case {open.Number} is being carried out. Look again in a moment.");
        }
        return open;
    }

    public void BeginWork()
    {
        Invariant.Require(Current is not null && !IsDecided && !_working, "only an open case without a decision is worked on");
        _working = true;
    }

    public void EndWork()
    {
        Invariant.Require(_working, "no work on the case is in hand");
        _working = false;
    }

    public Decision Decide(Repair repair, RepairAction action, string? evidence, DateTimeOffset now)
    {
        var open = Check(repair);
        _decision = new Decision(open, action, repair.Who, repair.Why, evidence, now);
        _log.Add(_decision);
        return _decision;
    }

    /// <summary>Adds to the log how a case ended that nobody decided.</summary>
    public Decision Record(Decision noted)
    {
        Invariant.Require(Current is null, "only a closed case is noted");
        _log.Add(noted);
        return noted;
    }

    /// <summary>Ends the case; the answer is null when nobody decided.</summary>
    public Decision? Close()
    {
        Invariant.Require(Current is not null && !_working, "only an open case without work in hand can be closed");
        var decision = _decision;
        (Current, _decision) = (null, null);
        return decision;
    }

    public static ApplicationFailureException Refusal(string type, string message) =>
        new(message, errorType: type, nonRetryable: true);
}
