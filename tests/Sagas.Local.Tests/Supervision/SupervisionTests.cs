using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Tests.Supervision;

public sealed class SupervisionTests
{
    [Fact]
    public void Backoff_OfAPartThatKeepsDying_DoublesUpToTheLongest()
    {
        var backoff = new Backoff();

        var waits = Enumerable.Range(0, 8).Select(_ => backoff.Next(TimeSpan.Zero).TotalSeconds);

        waits.ShouldBe([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10], tolerance: 0.001);
    }

    [Fact]
    public void Backoff_AfterALongLife_BeginsAgain()
    {
        var backoff = new Backoff();
        backoff.Next(TimeSpan.Zero);
        backoff.Next(TimeSpan.Zero);

        backoff.Next(Backoff.WellAfter).ShouldBe(Backoff.First);
    }

    [Fact]
    public void StartTicks_OfNoProcess_AreNull() => Native.StartTicks(int.MaxValue).ShouldBeNull();

    [Fact]
    public void StartTicks_OfThisProcess_StayTheSame() =>
        Native.StartTicks(Environment.ProcessId).ShouldBe(Native.StartTicks(Environment.ProcessId));

    [Fact]
    public async Task Leftovers_WithAReusedProcessId_AreLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "children.json");
        JsonFile.Write(file, new Dictionary<string, ChildrenRecord.Child>
        {
            // This very process, but as it would have been known had it started at another time.
            ["api"] = new(Environment.ProcessId, StartTicks: 1),
        });
        var said = new List<string>();

        await ChildrenRecord.StopLeftoversAsync(file, said.Add, CancellationToken.None);

        said.ShouldBeEmpty();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void JsonFile_ThatIsBroken_ReadsAsNothing()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{ not json");

        JsonFile.Read<UpFile>(file).ShouldBeNull();
        File.Delete(file);
    }
}
