using Sagas.Engine.Execution;

namespace Sagas.Engine.Observation;

/// <summary>Collects the lines of the timeline; lines are never removed, only ended.</summary>
internal sealed class SagaTimeline(string saga)
{
    private readonly List<TimelineLine> _lines = [];

    public IReadOnlyList<TimelineLine> Lines => [.. _lines];

    public int Begin(string step, string name, bool compensation, DateTimeOffset now)
    {
        var number = _lines.Count + 1;
        _lines.Add(new TimelineLine(number, step, name, compensation, LineOutcome.Running, 0, now, null, null));
        return number;
    }

    public void End(int number, StepResult result, int attempts, DateTimeOffset now)
    {
        var line = LineAt(number);
        Invariant.Require(line.Outcome == LineOutcome.Running, $"line {number} has already ended as {line.Outcome}");
        var (outcome, error) = result switch
        {
            StepResult.Done => (LineOutcome.Done, (SagaError?)null),
            StepResult.Refused refused => (LineOutcome.Refused, refused.Error),
            StepResult.Unknown unknown => (LineOutcome.Failed, unknown.Error),
            _ => throw new InvariantBrokenException($"no line for the result {result}"),
        };
        var ended = line with { Outcome = outcome, Attempts = attempts, EndedAt = now, Error = error };
        _lines[number - 1] = ended;
        SagaMeter.StepEnded(saga, ended);
    }

    /// <summary>Adds that the last line of an action or compensation was taken as done.</summary>
    public void Accept(string name, DateTimeOffset now)
    {
        var stuck = _lines.FindLast(line => line.Name == name);
        Invariant.Require(stuck is not null, $"'{name}' was accepted as done but never started");
        _lines.Add(stuck with
        {
            Number = _lines.Count + 1,
            Outcome = LineOutcome.Accepted,
            Attempts = 0,
            StartedAt = now,
            EndedAt = now,
        });
    }

    private TimelineLine LineAt(int number)
    {
        Invariant.Require(number >= 1 && number <= _lines.Count, $"there is no line {number}");
        return _lines[number - 1];
    }
}
