using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sandbox.Hosting;
using Sandbox.Hosting.Storage;
using Sandbox.SendGrid.Mail;

namespace Sandbox.SendGrid.Store;

/// <summary>
/// Accepted mails, oldest first. Envelopes are in memory; whole requests are in the journal, or without one in memory for
/// the newest <see cref="BodiesInMemoryMax"/>.
/// </summary>
internal sealed class MailStore : IDisposable
{
    public const int BodiesInMemoryMax = 1000;

    /// <summary>Older mails are forgotten at a start, once there are half as many again.</summary>
    public const int MailsKeptMax = 20_000;

    private readonly Lock _lock = new();
    private readonly Journal? _journal;
    private readonly List<Envelope> _mails = [];
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _bodies = new(StringComparer.Ordinal);
    private readonly Queue<string> _bodyOrder = new();

    private MailStore(string? dataDirectory, int keptMax)
    {
        _journal = dataDirectory is null ? null : Journal.Open(dataDirectory, "sendgrid.journal", Replay);
        Compact(keptMax);
    }

    public bool IsDurable => _journal is not null;

    public static MailStore Open(string? dataDirectory, int keptMax = MailsKeptMax) => new(dataDirectory, keptMax);

    /// <summary>Keeps a mail; the journal comes first.</summary>
    public void Add(Envelope mail, byte[] request)
    {
        lock (_lock)
        {
            if (_journal is not null)
            {
                _positions.Add(mail.Id, _journal.Append(Pack(mail, request)));
            }
            else
            {
                KeepBody(mail.Id, request);
            }

            _mails.Add(mail);
        }
    }

    /// <summary>All envelopes, oldest first.</summary>
    public Envelope[] List()
    {
        lock (_lock)
        {
            return [.. _mails];
        }
    }

    /// <summary>The newest envelopes, newest first.</summary>
    public Envelope[] Newest(int count)
    {
        lock (_lock)
        {
            return [.. _mails.TakeLast(count).Reverse()];
        }
    }

    public Envelope? Find(string id)
    {
        lock (_lock)
        {
            return _mails.Find(mail => mail.Id == id);
        }
    }

    /// <summary>The request as it came, or null when it is no longer kept.</summary>
    public byte[]? Body(string id)
    {
        lock (_lock)
        {
            if (_journal is null)
            {
                return _bodies.GetValueOrDefault(id);
            }

            return _positions.TryGetValue(id, out var position) ? Unpack(_journal.Read(position)).Request.ToArray() : null;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _journal?.Clear();
            _mails.Clear();
            _positions.Clear();
            _bodies.Clear();
            _bodyOrder.Clear();
        }
    }

    public void Dispose() => _journal?.Dispose();

    private static byte[] Pack(Envelope mail, byte[] request)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(mail, EnvelopeJson.Default.Envelope);
        var record = new byte[sizeof(int) + head.Length + request.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, head.Length);
        head.CopyTo(record, sizeof(int));
        request.CopyTo(record, sizeof(int) + head.Length);
        return record;
    }

    private static (Envelope Mail, ReadOnlyMemory<byte> Request) Unpack(ReadOnlyMemory<byte> record)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(record.Span);
        var mail = JsonSerializer.Deserialize(record.Span.Slice(sizeof(int), length), EnvelopeJson.Default.Envelope)
            ?? throw new SandboxStartException("The journal of mails holds an empty record.");
        return (mail, record[(sizeof(int) + length)..]);
    }

    private void Compact(int keptMax)
    {
        if (_journal is null || _mails.Count <= keptMax * 3L / 2)
        {
            return;
        }

        var kept = _mails.TakeLast(keptMax).ToList();
        if (_journal.Rewrite(kept.Select(mail => _journal.Read(_positions[mail.Id]))) is not { } positions)
        {
            return;
        }

        _mails.RemoveRange(0, _mails.Count - keptMax);
        _positions.Clear();
        for (var i = 0; i < kept.Count; i++)
        {
            _positions.Add(kept[i].Id, positions[i]);
        }
    }

    private void KeepBody(string id, byte[] request)
    {
        _bodies.Add(id, request);
        _bodyOrder.Enqueue(id);
        if (_bodyOrder.Count > BodiesInMemoryMax)
        {
            _bodies.Remove(_bodyOrder.Dequeue());
        }
    }

    private void Replay(long position, ReadOnlyMemory<byte> record)
    {
        var (mail, _) = Unpack(record);
        _mails.Add(mail);
        _positions.Add(mail.Id, position);
    }
}

[JsonSerializable(typeof(Envelope))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
