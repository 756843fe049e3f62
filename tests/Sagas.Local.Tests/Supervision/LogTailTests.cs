using Sagas.Local.Supervision;

namespace Sagas.Local.Tests.Supervision;

public sealed class LogTailTests : IDisposable
{
    private readonly string _log = Path.GetTempFileName();

    public void Dispose() => File.Delete(_log);

    [Theory]
    [InlineData("", "")]
    [InlineData("first\nsecond\n\n", "second")]
    [InlineData("""{"LogLevel":"Information","Message":"Worker ready"}""", "Worker ready")]
    [InlineData("""{"LogLevel":"Information"}""", """{"LogLevel":"Information"}""")]
    [InlineData("{ cut off", "{ cut off")]
    public void LastLine_OfALog_SaysWhatWasSaidLast(string log, string said)
    {
        File.WriteAllText(_log, log);

        LogTail.LastLine(_log).ShouldBe(said);
    }
}
