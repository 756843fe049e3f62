using System.Buffers.Binary;
using System.Numerics;

namespace Temporalio.Common;

/// <summary>
/// A random generator that gives the same numbers for the same seed on every machine and in every version: PCG-64 MCG,
/// seeded and mapped to ranges as the official SDK does. Not for secrets.
/// </summary>
public class DeterministicRandom : Random
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private UInt128 _state;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">Seed.</param>
    public DeterministicRandom(ulong seed)
    {
        // Spreads the 64 bits of the seed over 128 bits of state.
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < bytes.Length; i += sizeof(uint))
        {
            seed = unchecked((seed * 6364136223846793005) + 11634580027462260723);
            var shifted = (uint)(((seed >> 18) ^ seed) >> 27);
            BinaryPrimitives.WriteUInt32LittleEndian(
                bytes[i..], BitOperations.RotateRight(shifted, (int)(seed >> 59)));
        }
        _state = BinaryPrimitives.ReadUInt128LittleEndian(bytes) | 1;
    }

    /// <inheritdoc />
    public override int Next() => Next(0, int.MaxValue);

    /// <inheritdoc />
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return Next(0, maxValue);
    }

    /// <inheritdoc />
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        if (minValue == maxValue)
        {
            return minValue;
        }
        // Canon's method: the upper half of a widening multiplication, made even by one more draw where the lower half could
        // carry into it.
        var range = unchecked((uint)maxValue - (uint)minValue);
        var product = (ulong)(uint)NextWord() * range;
        var (result, low) = ((uint)(product >> 32), (uint)product);
        if (low > unchecked(0 - range) && low + (((ulong)(uint)NextWord() * range) >> 32) > uint.MaxValue)
        {
            result++;
        }
        return unchecked(minValue + (int)result);
    }

    /// <inheritdoc />
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (var offset = 0; offset < buffer.Length; offset += word.Length)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, NextWord());
            word[..Math.Min(word.Length, buffer.Length - offset)].CopyTo(buffer.AsSpan(offset));
        }
    }

    /// <inheritdoc />
    public override double NextDouble() => Sample();

    /// <inheritdoc />
    protected override double Sample()
    {
        // 52 random bits become the fraction of a number in [1, 2).
        const ulong One = 0x3FF0000000000000;
        return BitConverter.UInt64BitsToDouble((NextWord() >> 12) | One) - 1.0;
    }

    private ulong NextWord()
    {
        _state = unchecked(_state * Multiplier);
        var folded = (ulong)(_state >> 64) ^ (ulong)_state;
        return BitOperations.RotateRight(folded, (int)(ulong)(_state >> 122));
    }
}
