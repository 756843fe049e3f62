using System.Globalization;
using Sagas.Api.Bookings;

namespace Sagas.Local.Terminal;

/// <summary>Prints the steps of a saga, each once when it begins to last and once when it has ended.</summary>
internal sealed class StepPrinter(TextWriter output)
{
    private readonly Dictionary<int, string> _printed = [];

    public void Print(IEnumerable<StepResponse> steps)
    {
        foreach (var step in steps)
        {
            var state = $"{step.Outcome}/{step.Attempts}/{step.Error?.Code}";
            if (_printed.GetValueOrDefault(step.Number) != state)
            {
                _printed[step.Number] = state;
                output.WriteLine(Line(step));
            }
        }
    }

    private static string Line(StepResponse step)
    {
        var mark = (step.Outcome, step.Kind) switch
        {
            ("running", _) => "…",
            ("refused" or "failed", _) => "✗",
            (_, "compensation") => "↩",
            _ => "✓",
        };
        var took = step.EndedAt is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"{(end - step.StartedAt).TotalMilliseconds,6:0} ms")
            : "";
        var attempts = step.Attempts > 1 ? $"  attempt {step.Attempts}" : "";
        var undoes = step.Kind == "compensation" ? $"  undoes {step.Step}" : "";
        var error = step.Error is { } fault ? $"  {fault.Code}: {fault.Message}" : "";
        return $"  {mark} {step.Name,-18} {step.Outcome,-8}{took}{attempts}{undoes}{error}".TrimEnd();
    }
}
