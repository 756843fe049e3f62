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
        $"{drawn} {Convert.ToHexString(bytes)}".ShouldBe("561665741 94 -1 0.22540664132059396 6DBF7620E5");
    }

    /// <summary>The expected number was computed by the same draws from the official package, 1.21.1.</summary>
    [Fact]
    public void Numbers_OfManySeeds_AreThoseOfTheOfficialPackage()
    {
        var hash = 14695981039346656037;
        void Mix(long drawn) => hash = unchecked((hash ^ (ulong)drawn) * 1099511628211);
        var ranges = new Random(5);
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new DeterministicRandom((seed * 7919) + 3);
            for (var i = 0; i < 400; i++)
            {
                var (one, other) = (ranges.Next(int.MinValue, int.MaxValue), ranges.Next(int.MinValue, int.MaxValue));
                var (min, max) = (Math.Min(one, other), Math.Max(one, other));
                Mix(random.Next(min, max));
                Mix(random.Next(1 + (int)((uint)max >> ((i % 31) + 1))));
                Mix(BitConverter.DoubleToInt64Bits(random.NextDouble()));
                var bytes = new byte[i % 13];
                random.NextBytes(bytes);
                Array.ForEach(bytes, drawn => Mix(drawn));
                Mix(random.Next());
            }
        }
        hash.ShouldBe(5561884753124362110UL);
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
