using Sagas.Local.Up;

namespace Sagas.Local.Tests.Up;

public sealed class ThreadSettingsTests
{
    [Theory]
    [InlineData(1, "2")]
    [InlineData(2, "2")]
    [InlineData(8, "4")]
    [InlineData(64, "20")]
    public void For_Processors_PoolHasTheirShareInHexadecimal(int processors, string threads) =>
        ThreadSettings.For(processors)[ThreadSettings.PoolThreads].ShouldBe(threads);
}
