using System.Text.Json;

namespace Sandbox.SendGrid.Mail;

/// <summary>Collects what is wrong with a mail, and reads members with their types checked.</summary>
internal sealed class Faults
{
    private const int FaultsMax = 100;

    private readonly List<MailFault> _faults = [];

    public IReadOnlyList<MailFault> All => _faults;

    public bool None => _faults.Count == 0;

    public void Add(string? field, string message, string? anchor = null)
    {
        if (_faults.Count < FaultsMax)
        {
            _faults.Add(new MailFault(
                message,
                field,
                anchor is null
                    ? null
                    : $"http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#{anchor}"));
        }
    }

    /// <summary>The member if it is there and of this kind; null is taken as absent.</summary>
    public JsonElement? Member(JsonElement parent, string path, string name, JsonValueKind kind)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Add(Join(path, name), $"The {name} parameter must be {Describe(kind)}.");
        return null;
    }

    public string? Text(JsonElement parent, string path, string name) =>
        Member(parent, path, name, JsonValueKind.String)?.GetString();

    public bool? Flag(JsonElement parent, string path, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Add(Join(path, name), $"The {name.Replace('_', ' ')} param should be a boolean value.");
        return null;
    }

    /// <summary>Refuses members that the API does not know.</summary>
    public void RefuseOthers(JsonElement parent, string path, params ReadOnlySpan<string> known)
    {
        foreach (var member in parent.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                var name = member.Name.Length <= 100 ? member.Name : member.Name[..100] + "…";
                Add(Join(path, name), $"Invalid parameter: {name} is not known here.");
            }
        }
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        _ => "a string",
    };
}
