using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Tests.Grpc;

public sealed class UnfinishedBodiesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void Grow_BeyondTheBytesOfAll_GivesUpTheOldest()
    {
        var bodies = new UnfinishedBodies(bytesMax: 100);
        using var first = bodies.Enter(s_patience);
        using var second = bodies.Enter(s_patience);
        first.Grow(60);
        second.Grow(40);
        first.IsShed.ShouldBeFalse();

        second.Grow(41);

        (first.IsShed, first.End.IsCancellationRequested).ShouldBe((true, true));
        (second.IsShed, second.End.IsCancellationRequested).ShouldBe((false, false));
    }

    [Fact]
    public void Dispose_OfABodyThatCame_MakesRoom()
    {
        var bodies = new UnfinishedBodies(bytesMax: 100);
        using var stays = bodies.Enter(s_patience);
        stays.Grow(50);
        for (var i = 0; i < 10; i++)
        {
            using var comes = bodies.Enter(s_patience);
            comes.Grow(50);
        }

        stays.IsShed.ShouldBeFalse();
    }
}
