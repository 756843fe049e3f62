using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Sagas.Api.Security;

/// <summary>
/// Whom a key stands for. The database has only SHA-256 of a key, and so has this cache; a revoked key stops working
/// when its entry grows old. Unknown keys are kept too, or guessing would cost the database a query each.
/// </summary>
internal sealed class ApiKeys(NpgsqlDataSource database, TimeProvider clock)
{
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);

    private const int EntriesMax = 10_000;
    private const int KeyLengthMax = 200;

    private readonly ConcurrentDictionary<Hash, Entry> _known = new();

    public async ValueTask<Caller?> FindAsync(string key, CancellationToken stop)
    {
        if (key.Length is 0 or > KeyLengthMax)
        {
            return null;
        }

        var hash = Hash.Of(key);
        if (_known.TryGetValue(hash, out var entry) && clock.GetElapsedTime(entry.Since) < RememberedFor)
        {
            return entry.Caller;
        }

        var caller = await ReadAsync(hash, stop);
        if (_known.Count >= EntriesMax)
        {
            _known.Clear();
        }

        _known[hash] = new Entry(caller, clock.GetTimestamp());
        return caller;
    }

    private async Task<Caller?> ReadAsync(Hash hash, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "select client_id, role from bookings.api_key_view where key_hash = $1");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash.ToArray() });
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new Caller(row.GetString(0), row.GetString(1) == "support" ? CallerRole.Support : CallerRole.Client)
            : null;
    }

    private sealed record Entry(Caller? Caller, long Since);

    /// <summary>SHA-256 as a value, so that it can be looked up without allocating.</summary>
    private readonly record struct Hash(UInt128 High, UInt128 Low)
    {
        public static Hash Of(string key)
        {
            Span<byte> text = stackalloc byte[KeyLengthMax * 3];
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text[..Encoding.UTF8.GetBytes(key, text)], digest);
            return new Hash(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
        }

        public byte[] ToArray()
        {
            var bytes = new byte[SHA256.HashSizeInBytes];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
            return bytes;
        }
    }
}
