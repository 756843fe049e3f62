using System.Buffers;

namespace Temporalio.Api.Grpc;

/// <summary>
/// Bytes in an array rented from the shared pool, growing as they are written. Disposing gives the array back, after
/// which nothing may hold a part of it. Not safe for concurrent use.
/// </summary>
public sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[]? _array;
    private int _length;

    /// <summary>Rents a first array.</summary>
    /// <param name="capacity">Bytes expected.</param>
    public PooledBuffer(int capacity = 1024) => _array = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 16));

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => Array.AsMemory(0, _length);

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => Array.AsSpan(0, _length);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.Length - _length);
        _length += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Array.AsMemory(_length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Array.AsSpan(_length);
    }

    /// <summary>Forgets what was written and keeps the array.</summary>
    public void Clear() => _length = 0;

    /// <summary>Gives the array back; safe to call again.</summary>
    public void Dispose()
    {
        if (_array is { } array)
        {
            _array = null;
            _length = 0;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_length + Math.Max(sizeHint, 1));
        if (needed <= Array.Length)
        {
            return;
        }
        var doubled = Math.Min((long)Array.Length * 2, System.Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, doubled));
        WrittenSpan.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array!);
        _array = larger;
    }
}
