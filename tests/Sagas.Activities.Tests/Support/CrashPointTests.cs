using Sagas.Activities.Support;

namespace Sagas.Activities.Tests.Support;

public sealed class CrashPointTests
{
    [Fact]
    public void Parse_NameAndCount_BothTaken()
    {
        CrashPoint.Parse(null).ShouldBeNull();
        CrashPoint.Parse("hold-seats.inside").ShouldBe(("hold-seats.inside", 1));
        CrashPoint.Parse("hold-seats.inside:7").ShouldBe(("hold-seats.inside", 7));
    }

    [Theory]
    [InlineData("hold-seats.inside:")]
    [InlineData("hold-seats.inside:0")]
    [InlineData("hold-seats.inside:x")]
    public void Parse_BadCount_Refused(string text) =>
        Should.Throw<FormatException>(() => CrashPoint.Parse(text)).Message.ShouldContain("name:nth");
}
