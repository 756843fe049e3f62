using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Store;

/// <summary>
/// Intents by metadata, and when each was last written: search does not read its own writes, at Stripe for up to a minute,
/// here for <see cref="Lag"/>.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Dictionary<(string Key, string Value), List<string>> _byMetadata = [];
    private readonly Dictionary<string, long> _writtenAt = new(StringComparer.Ordinal);

    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(1);

    public void Put(Intent intent, Intent? before)
    {
        _writtenAt[intent.Id] = Environment.TickCount64;
        foreach (var (key, value) in intent.Metadata ?? [])
        {
            if (before?.Metadata?.GetValueOrDefault(key) == value)
            {
                continue;
            }

            if (!_byMetadata.TryGetValue((key, value), out var ids))
            {
                _byMetadata.Add((key, value), ids = []);
            }

            ids.Add(intent.Id);
        }
    }

    public IReadOnlyList<string> Find(string key, string value) => _byMetadata.GetValueOrDefault((key, value)) ?? [];

    public bool Shows(string intent) =>
        Environment.TickCount64 - _writtenAt.GetValueOrDefault(intent) >= Lag.TotalMilliseconds;

    public void Clear()
    {
        _byMetadata.Clear();
        _writtenAt.Clear();
    }
}
