using Sagas.Local.State;
using Sagas.Local.Up;

namespace Sagas.Local.Tests.Up;

public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData(1, "2")]
    [InlineData(2, "2")]
    [InlineData(8, "4")]
    [InlineData(64, "20")]
    public void For_Processors_PoolHasTheirShareInHexadecimal(int processors, string threads) =>
        RuntimeSettings.For(Roles.Api, processors)[RuntimeSettings.PoolThreads].ShouldBe(threads);

    [Fact]
    public void For_BusyParts_HaveMoreRoomBetweenCollections()
    {
        RuntimeSettings.For(Roles.Worker, 2).Keys.ShouldContain(RuntimeSettings.YoungBytes);
        RuntimeSettings.For(Roles.Api, 2).Keys.ShouldNotContain(RuntimeSettings.YoungBytes);
    }
}
