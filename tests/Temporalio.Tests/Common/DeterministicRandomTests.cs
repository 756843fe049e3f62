using Temporalio.Common;

namespace Temporalio.Tests.Common;

/// <summary>The numbers of a seed are part of every recorded history: they must never change.</summary>
public class DeterministicRandomTests
{
    [Fact]
    public void Numbers_OfASeed_NeverChange()
    {
        var random = new DeterministicRandom(42);
        var drawn = $"{random.Next()} {random.Next(100)} {random.Next(-5, 5)} {random.NextDouble():R}";
        var bytes = new byte[5];
        random.NextBytes(bytes);
        $"{drawn} {Convert.ToHexString(bytes)}".ShouldBe("561665741 94 -4 0.35515688491049113 BFFF4CAEFD");
    }

    [Fact]
    public void Numbers_OfTwoWithOneSeed_AreTheSame()
    {
        var (one, other) = (new DeterministicRandom(7), new DeterministicRandom(7));
        for (var i = 0; i < 1_000; i++)
        {
            one.Next(1_000).ShouldBe(other.Next(1_000));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(-3, 4)]
    public void Next_Range_StaysInside(int min, int max)
    {
        var random = new DeterministicRandom(1);
        for (var i = 0; i < 1_000; i++)
        {
            random.Next(min, max).ShouldBeInRange(min, max - 1);
        }
    }
}
