namespace Temporal.DevServer.Grpc;

/// <summary>
/// Requests whose body is still coming, or answers that are not yet read, over all connections. Together they may hold so
/// many bytes; beyond that those that began first are given up. Honest callers send and read within milliseconds, so who
/// stalls is always older.
/// </summary>
internal sealed class UnfinishedMessages(long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Message> _oldestFirst = new();
    private long _bytes;

    /// <summary>A message begins to be on its way.</summary>
    public Message Enter(TimeSpan patience)
    {
        var message = new Message(this, patience);
        lock (_gate)
        {
            message.Place = _oldestFirst.AddLast(message);
        }

        return message;
    }

    private void Grow(Message message, long bytes)
    {
        List<Message> shed = [];
        lock (_gate)
        {
            if (message.Place is null)
            {
                return;
            }

            _bytes += bytes - message.Bytes;
            message.Bytes = bytes;
            while (_bytes > bytesMax && _oldestFirst.First is { } oldest)
            {
                Remove(oldest.Value);
                shed.Add(oldest.Value);
            }
        }

        shed.ForEach(s => s.GiveUp());
    }

    private void Leave(Message message)
    {
        lock (_gate)
        {
            Remove(message);
        }
    }

    private void Remove(Message message)
    {
        if (message.Place is { } place)
        {
            _oldestFirst.Remove(place);
            _bytes -= message.Bytes;
            (message.Place, message.Bytes) = (null, 0);
        }
    }

    /// <summary>A message on its way.</summary>
    internal sealed class Message(UnfinishedMessages owner, TimeSpan patience) : IDisposable
    {
        private readonly CancellationTokenSource _end = new(patience);

        /// <summary>Fires when it took too long, or had to make room.</summary>
        public CancellationToken End => _end.Token;

        /// <summary>True when it had to make room for others.</summary>
        public bool IsShed { get; private set; }

        /// <summary>Where it stands among the others; null once it is out.</summary>
        public LinkedListNode<Message>? Place { get; set; }

        /// <summary>Bytes held for it.</summary>
        public long Bytes { get; set; }

        /// <summary>So many bytes of it are held by now.</summary>
        public void Grow(long bytes) => owner.Grow(this, bytes);

        /// <summary>Makes room.</summary>
        public void GiveUp()
        {
            IsShed = true;
            try
            {
                _end.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just come to its end by itself.
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            owner.Leave(this);
            _end.Dispose();
        }
    }
}
