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

    /// <summary>Names of the activities, sorted, for messages.</summary>
    public string Names => string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal));

    public bool TryGet(string activityType, [NotNullWhen(true)] out ActivityDefinition? definition)
    {
        definition = _byName.GetValueOrDefault(activityType) ?? _dynamic;
        return definition != null;
    }
}
