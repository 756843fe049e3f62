using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Tests.Grpc;

public sealed class UnfinishedMessagesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void Grow_BeyondTheBytesOfAll_GivesUpTheOldest()
    {
        var messages = new UnfinishedMessages(bytesMax: 100);
        using var first = messages.Enter(s_patience);
        using var second = messages.Enter(s_patience);
        first.Grow(60);
        second.Grow(40);
        first.IsShed.ShouldBeFalse();

        second.Grow(41);

        (first.IsShed, first.End.IsCancellationRequested).ShouldBe((true, true));
        (second.IsShed, second.End.IsCancellationRequested).ShouldBe((false, false));
    }

    [Fact]
    public void Dispose_OfAMessageThatCame_MakesRoom()
    {
        var messages = new UnfinishedMessages(bytesMax: 100);
        using var stays = messages.Enter(s_patience);
        stays.Grow(50);
        for (var i = 0; i < 10; i++)
        {
            using var comes = messages.Enter(s_patience);
            comes.Grow(50);
        }

        stays.IsShed.ShouldBeFalse();
    }
}
