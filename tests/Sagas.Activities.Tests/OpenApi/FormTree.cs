using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.Activities.Tests.OpenApi;

/// <summary>`a[b]=c` as the object it stands for.</summary>
internal static class FormTree
{
    public static JsonElement Parse(string form)
    {
        var root = new JsonObject();
        foreach (var field in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = field.Split('=', 2);
            var path = Decode(parts[0]).Replace("]", "", StringComparison.Ordinal).Split('[');
            var target = root;
            foreach (var name in path[..^1])
            {
                target[name] ??= new JsonObject();
                target = target[name]!.AsObject();
            }

            target[path[^1]] = Decode(parts[1]);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
