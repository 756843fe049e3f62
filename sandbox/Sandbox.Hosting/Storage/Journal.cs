using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Sandbox.Hosting.Storage;

/// <summary>
/// An append-only file of records: length (4 bytes), CRC-32C (4 bytes), payload.
/// </summary>
/// <remarks>
/// <see cref="Append"/> returns when the record is with the operating system, so a killed process loses nothing that it
/// answered. It is not forced to the disk for every record: the machine's own death may lose the last seconds. A torn last
/// record is cut off at the next start. Not thread-safe; the caller's state lock orders the records.
/// </remarks>
public sealed class Journal : IDisposable
{
    private const int HeadBytes = 8;
    private const int RecordBytesMax = 64 * 1024 * 1024;

    private readonly string _path;
    private SafeFileHandle _file;
    private byte[] _buffer = new byte[4096];
    private long _length;

    private Journal(string path, FileMode mode)
    {
        _path = path;
        _file = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>How many records it has.</summary>
    public int Count { get; private set; }

    /// <summary>Opens or creates the journal and hands every whole record to <paramref name="replay"/>, oldest first.</summary>
    /// <exception cref="SandboxStartException">The directory cannot be used, or another process uses it.</exception>
    public static Journal Open(string directory, string name, Action<long, ReadOnlyMemory<byte>> replay)
    {
        var path = Path.Combine(directory, name);
        try
        {
            Directory.CreateDirectory(directory);
            var journal = new Journal(path, FileMode.OpenOrCreate);
            journal.Replay(replay);
            return journal;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxStartException(
                $"The journal {path} cannot be opened ({exception.Message}); "
                + "stop the other sandbox that uses it or choose another directory with --data.", exception);
        }
    }

    /// <summary>Appends one record and returns its position, for <see cref="Read"/>.</summary>
    public long Append(ReadOnlySpan<byte> payload)
    {
        var size = HeadBytes + payload.Length;
        if (_buffer.Length < size)
        {
            _buffer = new byte[Math.Max(size, _buffer.Length * 2)];
        }

        var record = _buffer.AsSpan(0, size);
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(payload));
        payload.CopyTo(record[HeadBytes..]);
        RandomAccess.Write(_file, record, _length);
        var position = _length;
        _length += size;
        Count++;
        return position;
    }

    /// <summary>
    /// Puts these records in place of all there are, and returns their positions. They are written beside the journal, forced to
    /// the disk, and then given its name in one step: whenever the process dies, one of the two is there, and whole. What a
    /// killed one left beside it is overwritten the next time. Null: there is no room for that, and all is as it was.
    /// </summary>
    public IReadOnlyList<long>? Rewrite(IEnumerable<byte[]> payloads)
    {
        Journal? next = null;
        try
        {
            next = new Journal(_path + ".new", FileMode.Create);
            var positions = payloads.Select(payload => next.Append(payload)).ToList();
            RandomAccess.FlushToDisk(next._file);
            File.Move(next._path, _path, overwrite: true);
            _file.Dispose();
            (_file, _length, Count) = (next._file, next._length, next.Count);
            return positions;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            next?._file.Dispose();
            return null;
        }
        catch
        {
            next?._file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the record that <see cref="Append"/> put at this position.</summary>
    public byte[] Read(long position)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        RandomAccess.Read(_file, head, position);
        var payload = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
        ReadExactly(payload, position + HeadBytes);
        return payload;
    }

    /// <summary>Forgets every record.</summary>
    public void Clear()
    {
        RandomAccess.SetLength(_file, 0);
        _length = 0;
        Count = 0;
    }

    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            RandomAccess.FlushToDisk(_file);
        }

        _file.Dispose();
    }

    private void Replay(Action<long, ReadOnlyMemory<byte>> replay)
    {
        var end = RandomAccess.GetLength(_file);
        var head = new byte[HeadBytes];
        while (_length + HeadBytes <= end)
        {
            ReadExactly(head, _length);
            var size = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (size is < 0 or > RecordBytesMax || _length + HeadBytes + size > end)
            {
                break;
            }

            var payload = new byte[size];
            ReadExactly(payload, _length + HeadBytes);
            if (Checksum(payload) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)))
            {
                break;
            }

            replay(_length, payload);
            _length += HeadBytes + size;
            Count++;
        }

        RandomAccess.SetLength(_file, _length);
    }

    private void ReadExactly(Span<byte> target, long position)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(_file, target, position);
            if (read == 0)
            {
                throw new EndOfStreamException($"The journal ends inside the record at byte {position}.");
            }

            target = target[read..];
            position += read;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> payload)
    {
        var crc = uint.MaxValue;
        while (payload.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
            payload = payload[sizeof(ulong)..];
        }

        foreach (var value in payload)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
