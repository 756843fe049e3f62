using System.Text.Json;

namespace Sagas.Api.Requests;

/// <summary>
/// Reads the fields of one JSON object and notes every fault under the field's path. A value that was faulty comes back
/// as empty, so reading goes on; nobody uses it, because the faults end the request.
/// </summary>
internal readonly struct ObjectReader
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly FaultList _faults;

    public ObjectReader(JsonElement element, string path, FaultList faults, params ReadOnlySpan<string> known)
    {
        _object = element;
        _path = path;
        _faults = faults;
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                faults.Add(PathOf(Shorten(property.Name)), "is not a known field.");
            }
        }
    }

    public string Text(string name, int lengthMax, bool required = true)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return Missing(name, required);
        }

        return TextOf(value, PathOf(name), lengthMax);
    }

    public IReadOnlyList<string> UniqueTexts(string name, int countMax, int lengthMax)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            Missing(name, required: true);
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(PathOf(name), "must be a list of texts.");
            return [];
        }

        var count = value.GetArrayLength();
        if (count is 0 || count > countMax)
        {
            _faults.Add(PathOf(name), $"must have 1 to {countMax} entries, not {count}.");
            return [];
        }

        var texts = new List<string>(count);
        foreach (var item in value.EnumerateArray())
        {
            var text = TextOf(item, $"{PathOf(name)}[{texts.Count}]", lengthMax);
            if (text.Length > 0 && texts.Contains(text))
            {
                _faults.Add($"{PathOf(name)}[{texts.Count}]", $"repeats '{text}'.");
            }

            texts.Add(text);
        }

        return texts;
    }

    public int? Number(string name)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0)
        {
            return number;
        }

        _faults.Add(PathOf(name), "must be a whole number of 0 or more.");
        return null;
    }

    public ObjectReader? Object(string name, params ReadOnlySpan<string> known)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            Missing(name, required: true);
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new ObjectReader(value, PathOf(name), _faults, known);
        }

        _faults.Add(PathOf(name), "must be an object.");
        return null;
    }

    public void Fault(string name, string fault) => _faults.Add(PathOf(name), fault);

    private string TextOf(JsonElement value, string path, int lengthMax)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            _faults.Add(path, "must be a text.");
            return "";
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _faults.Add(path, "holds half of a surrogate pair, which is no character.");
            return "";
        }

        if (text.Length > lengthMax)
        {
            _faults.Add(path, $"is {text.Length} characters long; {lengthMax} are allowed.");
            return "";
        }

        if (text.Any(char.IsControl))
        {
            _faults.Add(path, "must not hold control characters.");
            return "";
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            _faults.Add(path, "must not be empty.");
            return "";
        }

        return text;
    }

    private string Missing(string name, bool required)
    {
        if (required)
        {
            _faults.Add(PathOf(name), "is missing.");
        }

        return "";
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
