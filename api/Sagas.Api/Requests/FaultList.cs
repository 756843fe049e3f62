namespace Sagas.Api.Requests;

/// <summary>Collects what is wrong with a request, by field, so that a client learns everything at once.</summary>
internal sealed class FaultList
{
    private const int FaultsMax = 100;

    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);
    private int _count;

    public bool Any => _count > 0;

    public void Add(string field, string fault)
    {
        if (++_count > FaultsMax)
        {
            return;
        }

        if (!_byField.TryGetValue(field, out var faults))
        {
            _byField[field] = faults = [];
        }

        faults.Add(fault);
    }

    public Dictionary<string, string[]> ToErrors() =>
        _byField.ToDictionary(field => field.Key, field => field.Value.ToArray());
}
