namespace Architecture.Files;

public sealed class FileTests
{
    private const string Workflow = "workflows/Sagas.Workflows/Bookings/BookTickets.cs";

    [Fact]
    public void Files_All_KeepTheRules() => Repository.Files
        .SelectMany(path => FileRules.All(path, Repository.Read(path))).ShouldBeEmpty();

    [Fact]
    public void Size_TooManyLines_IsFound() =>
        FileRules.Size("a.cs", new string('\n', FileRules.LinesMax + 1)).ShouldHaveSingleItem();

    [Fact]
    public void Size_TooWide_IsFound() =>
        FileRules.Size("a.cs", new string('x', FileRules.ColumnsMax + 1)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("a.cs", "// TO" + "DO later")]
    [InlineData("a.cs", "throw new NotImplemented" + "Exception();")]
    [InlineData("a.md", "see /wo" + "rk/somewhere")]
    [InlineData("a.yml", "path: ../sha" + "red/design.md")]
    public void Words_Banned_AreFound(string path, string text) => FileRules.Words(path, text).ShouldHaveSingleItem();

    [Theory]
    [InlineData(Workflow, "[Workflow]\npublic sealed class BookTickets;")]
    [InlineData(Workflow, "[Workflow(\"book\")]\npublic sealed class BookTickets;")]
    public void WorkflowNames_Wrong_AreFound(string path, string text) =>
        FileRules.WorkflowNames(path, text).ShouldHaveSingleItem();

    [Fact]
    public void Regions_Any_AreFound() => FileRules.Regions("a.cs", "  #region x\n").ShouldHaveSingleItem();

    [Fact]
    public void LockFile_WithAddresses_IsFound() =>
        FileRules.LockFile("x/package-lock.json", """{"resolved":"x"}""").ShouldHaveSingleItem();

    [Fact]
    public void Waits_Sleep_IsFound() => FileRules.Waits("tests/a.cs", "Thread." + "Sleep(5);").ShouldHaveSingleItem();
}
