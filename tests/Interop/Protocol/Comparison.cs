namespace Interop.Protocol;

/// <summary>Finds where a definition of ours differs from the official one. Ours may leave things out, never add or change.</summary>
internal static class Comparison
{
    public static IEnumerable<string> Differences(Definition ours, IReadOnlyDictionary<string, Definition> official)
    {
        if (!official.TryGetValue(ours.Name, out var theirs) || theirs.Kind != ours.Kind)
        {
            return [$"{ours.Kind} {ours.Name} is unknown"];
        }

        return
        [
            .. Fields(ours, theirs),
            .. ours.Values.Where(value => !theirs.Values.TryGetValue(value.Key, out var number) || number != value.Value)
                .Select(value => $"{ours.Name}.{value.Key} = {value.Value} is not the official value"),
            .. ours.Methods.Except(theirs.Methods).Select(method => $"{ours.Name}.{method.Name} has another signature"),
        ];
    }

    private static IEnumerable<string> Fields(Definition ours, Definition theirs)
    {
        foreach (var field in ours.Fields)
        {
            var official = theirs.Fields.FirstOrDefault(other => other.Name == field.Name);
            if (official is null)
            {
                yield return $"{ours.Name}.{field.Name} is unknown";
            }
            else if (official with { Name = field.Name } != field)
            {
                yield return $"{ours.Name}: ours is {field}, the official one is {official}";
            }
        }
    }
}
