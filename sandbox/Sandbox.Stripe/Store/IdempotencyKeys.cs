namespace Sandbox.Stripe.Store;

/// <summary>
/// The keys of the last 24 hours. A key goes: free → in progress (<see cref="Claim"/>) → answered (<see cref="Keep"/>), or
/// back to free when the call ended without an answer worth keeping (<see cref="Release"/>). Guarded by the store's lock.
/// </summary>
internal sealed class IdempotencyKeys
{
    public const int CharactersMax = 255;
    public const long KeptSeconds = 24 * 60 * 60;

    private readonly Dictionary<string, KeyedAnswer> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    /// <summary>The live entry of a key; one that is 24 hours old is forgotten here.</summary>
    public KeyedAnswer? Find(string key, long now)
    {
        if (!_keys.TryGetValue(key, out var answer))
        {
            return null;
        }

        if (answer.Outcome is null || now - answer.Created < KeptSeconds)
        {
            return answer;
        }

        _keys.Remove(key);
        return null;
    }

    /// <summary>The answers that are still repeated.</summary>
    public IEnumerable<(string Key, KeyedAnswer Answer)> Answered(long now) =>
        from entry in _keys
        where entry.Value.Outcome is not null && now - entry.Value.Created < KeptSeconds
        select (entry.Key, entry.Value);

    public void Claim(string key, string fingerprint, long now, string requestId) =>
        _keys.Add(key, new KeyedAnswer(fingerprint, now, requestId, null));

    public void Keep(string key, KeyedAnswer answer) => _keys[key] = answer;

    public void Release(string key)
    {
        if (_keys.TryGetValue(key, out var answer) && answer.Outcome is null)
        {
            _keys.Remove(key);
        }
    }

    public void Clear() => _keys.Clear();
}
