using Sagas.Local.TestRun;

namespace Sagas.Local.Tests.TestRun;

public sealed class TestCountsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Counts_OfAResultFile_TellPassedFailedAndSkippedWithReasons()
    {
        File.WriteAllText(
            _file,
            """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult outcome="Passed" /><UnitTestResult outcome="Failed" />
                <UnitTestResult outcome="NotExecuted"><Output><ErrorInfo><Message>no Node</Message></ErrorInfo></Output></UnitTestResult>
              </Results>
              <ResultSummary><Counters total="3" executed="2" passed="1" failed="1" error="0" timeout="0" aborted="0" /></ResultSummary>
            </TestRun>
            """);

        var counts = TestCounts.FromTrx(_file)!;

        counts.ToString().ShouldBe("1 passed, 1 failed, 1 skipped");
        counts.SkipReasons.ShouldBe(["no Node"]);
    }

    [Fact]
    public void Counts_OfNothingSkipped_SayOnlyPassedAndFailed() =>
        new TestCounts(5, 0, 0, []).ToString().ShouldBe("5 passed, 0 failed");
}
