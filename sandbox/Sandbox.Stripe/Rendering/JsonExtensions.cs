using System.Text.Json;

namespace Sandbox.Stripe.Rendering;

internal static class JsonExtensions
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteMap(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Dictionary<string, string>? map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map ?? [])
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
