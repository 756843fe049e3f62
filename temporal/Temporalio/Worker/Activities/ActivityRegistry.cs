using System.Diagnostics.CodeAnalysis;
using Temporalio.Activities;

namespace Temporalio.Worker.Activities;

/// <summary>The activities of a worker by type, and the dynamic one for all other types.</summary>
internal sealed class ActivityRegistry
{
    private readonly Dictionary<string, ActivityDefinition> _byName = [];
    private readonly ActivityDefinition? _dynamic;

    /// <summary>Creates the registry.</summary>
    /// <exception cref="ArgumentException">Two activities have the same type, or are dynamic.</exception>
    public ActivityRegistry(IEnumerable<ActivityDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (definition.Name == null)
            {
                _dynamic = _dynamic == null
                    ? definition
                    : throw new ArgumentException("Multiple dynamic activities provided");
            }
            else if (!_byName.TryAdd(definition.Name, definition))
            {
                throw new ArgumentException($"Duplicate activity named {definition.Name}");
            }
        }
    }

    /// <summary>Says that an activity is not there, and which are.</summary>
    public string DescribeMissing(string activityType) =>
        $"Activity {activityType} is not registered on this worker, " +
        (_byName.Count == 0
            ? "no available activities."
            : $"available activities: {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))}");

    /// <exception cref="InvalidOperationException">There is none of the type.</exception>
    public ActivityDefinition Get(string activityType) => TryGet(activityType, out var definition)
        ? definition
        : throw new InvalidOperationException(DescribeMissing(activityType));

    public bool TryGet(string activityType, [NotNullWhen(true)] out ActivityDefinition? definition)
    {
        definition = _byName.GetValueOrDefault(activityType) ?? _dynamic;
        return definition != null;
    }
}
