using Sagas.Local.Up;

namespace Sagas.Local.Tests.Up;

public sealed class PoolThreadsTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1")]
    [InlineData(8, "2")]
    [InlineData(64, "10")]
    public void Of_Processors_IsTheirShareInHexadecimal(int processors, string threads) =>
        PoolThreads.Of(processors).ShouldBe(threads);
}
