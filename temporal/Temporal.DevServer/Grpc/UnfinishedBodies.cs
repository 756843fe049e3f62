namespace Temporal.DevServer.Grpc;

/// <summary>
/// Requests whose body is still on its way, over all connections. Together they may hold so many bytes; beyond that those
/// that began first are given up. Honest callers bring a body within milliseconds, so who stalls is always older.
/// </summary>
internal sealed class UnfinishedBodies(long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Body> _oldestFirst = new();
    private long _bytes;

    /// <summary>A request begins to wait for the rest of its body.</summary>
    public Body Enter(TimeSpan patience)
    {
        var body = new Body(this, patience);
        lock (_gate)
        {
            body.Place = _oldestFirst.AddLast(body);
        }

        return body;
    }

    private void Grow(Body body, long bytes)
    {
        List<Body> shed = [];
        lock (_gate)
        {
            if (body.Place is null)
            {
                return;
            }

            _bytes += bytes - body.Bytes;
            body.Bytes = bytes;
            while (_bytes > bytesMax && _oldestFirst.First is { } oldest)
            {
                Remove(oldest.Value);
                shed.Add(oldest.Value);
            }
        }

        shed.ForEach(s => s.GiveUp());
    }

    private void Leave(Body body)
    {
        lock (_gate)
        {
            Remove(body);
        }
    }

    private void Remove(Body body)
    {
        if (body.Place is { } place)
        {
            _oldestFirst.Remove(place);
            _bytes -= body.Bytes;
            (body.Place, body.Bytes) = (null, 0);
        }
    }

    /// <summary>A body on its way.</summary>
    internal sealed class Body(UnfinishedBodies owner, TimeSpan patience) : IDisposable
    {
        private readonly CancellationTokenSource _end = new(patience);

        /// <summary>Fires when it took too long, or had to make room.</summary>
        public CancellationToken End => _end.Token;

        /// <summary>True when it had to make room for others.</summary>
        public bool IsShed { get; private set; }

        /// <summary>Where it stands among the others; null once it is out.</summary>
        public LinkedListNode<Body>? Place { get; set; }

        /// <summary>Bytes that have come.</summary>
        public long Bytes { get; set; }

        /// <summary>More of it has come.</summary>
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
