using System.Globalization;
using System.Xml.Linq;

namespace Sagas.Local.TestRun;

/// <summary>What one test project, or all of them together, came to.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped, IReadOnlyList<string> SkipReasons)
{
    private const string UnknownReason = "no reason given";

    public static TestCounts None { get; } = new(0, 0, 0, []);

    /// <summary>Reads the result file that <c>dotnet test</c> wrote; null when it wrote none.</summary>
    public static TestCounts? FromTrx(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var document = XDocument.Load(path);
        var space = document.Root!.Name.Namespace;
        var counters = document.Descendants(space + "Counters").Single();
        var reasons = document.Descendants(space + "UnitTestResult")
            .Where(result => (string?)result.Attribute("outcome") == "NotExecuted")
            .Select(result => result.Descendants(space + "Message").FirstOrDefault()?.Value
                ?? result.Descendants(space + "StdOut").FirstOrDefault()?.Value ?? UnknownReason)
            .ToList();
        var failed = Count("failed") + Count("error") + Count("timeout") + Count("aborted");
        return new TestCounts(Count("passed"), failed, reasons.Count, reasons);

        int Count(string name) => int.Parse((string?)counters.Attribute(name) ?? "0", CultureInfo.InvariantCulture);
    }

    public TestCounts Plus(TestCounts other) => new(
        Passed + other.Passed, Failed + other.Failed, Skipped + other.Skipped, [.. SkipReasons, .. other.SkipReasons]);

    /// <summary>The line that scripts look for.</summary>
    public override string ToString() =>
        Skipped == 0 ? $"{Passed} passed, {Failed} failed" : $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
