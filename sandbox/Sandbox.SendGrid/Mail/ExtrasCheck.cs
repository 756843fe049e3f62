using System.Collections.Frozen;
using System.Text.Json;

namespace Sandbox.SendGrid.Mail;

/// <summary>Headers, categories, custom arguments, settings and times.</summary>
internal static class ExtrasCheck
{
    private const int CategoriesMax = 10;
    private const int CategoryCharactersMax = 255;
    private const int ArgumentBytesMax = 10_000;
    private const int SendAheadSecondsMax = 72 * 60 * 60;

    private static readonly FrozenSet<string> _reservedHeaders = FrozenSet.ToFrozenSet(
        [
            "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding", "to", "from",
            "subject", "reply-to", "cc", "bcc",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static void Check(JsonElement json, Faults faults)
    {
        CheckHeaders(json, "", faults);
        CheckCategories(json, faults);
        CheckReplies(json, faults);
        CheckSendAt(json, faults);
        faults.Text(json, "", "template_id");
        faults.Text(json, "", "batch_id");
        faults.Member(json, "", "asm", JsonValueKind.Object);
        CheckSettings(json, "mail_settings", "enable", faults);
        CheckSettings(json, "tracking_settings", "enable", faults);
    }

    public static bool IsSandboxMode(JsonElement json, Faults faults) =>
        faults.Member(json, "", "mail_settings", JsonValueKind.Object) is { } settings
        && faults.Member(settings, "mail_settings", "sandbox_mode", JsonValueKind.Object) is { } mode
        && faults.Flag(mode, "mail_settings.sandbox_mode", "enable") is true;

    public static Dictionary<string, string> ReadArguments(JsonElement parent, string path, Faults faults)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        if (faults.Member(parent, path, "custom_args", JsonValueKind.Object) is not { } json)
        {
            return arguments;
        }

        var field = Faults.Join(path, "custom_args");
        if (json.GetRawText().Length > ArgumentBytesMax)
        {
            faults.Add(field, $"custom_args can have at most {ArgumentBytesMax} bytes.");
            return arguments;
        }

        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String)
            {
                arguments[member.Name] = member.Value.GetString()!;
            }
            else
            {
                faults.Add($"{field}.{member.Name}", "The values of custom_args must be strings.");
            }
        }

        return arguments;
    }

    public static void CheckHeaders(JsonElement parent, string path, Faults faults)
    {
        if (faults.Member(parent, path, "headers", JsonValueKind.Object) is not { } headers)
        {
            return;
        }

        foreach (var header in headers.EnumerateObject())
        {
            var field = Faults.Join(path, "headers") + "." + header.Name;
            if (_reservedHeaders.Contains(header.Name))
            {
                faults.Add(field, $"{header.Name} is a reserved header and cannot be set.", "message.headers");
            }
            else if (header.Value.ValueKind != JsonValueKind.String)
            {
                faults.Add(field, "The values of headers must be strings.", "message.headers");
            }
        }
    }

    private static void CheckCategories(JsonElement json, Faults faults)
    {
        if (faults.Member(json, "", "categories", JsonValueKind.Array) is not { } list)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var category in list.EnumerateArray())
        {
            if (category.ValueKind != JsonValueKind.String || category.GetString()!.Length > CategoryCharactersMax)
            {
                faults.Add("categories", $"A category must be a string of at most {CategoryCharactersMax} characters.");
            }
            else if (!seen.Add(category.GetString()!))
            {
                faults.Add("categories", "Each category must be unique.");
            }
        }

        if (list.GetArrayLength() > CategoriesMax)
        {
            faults.Add("categories", $"There can be at most {CategoriesMax} categories per message.");
        }
    }

    private static void CheckReplies(JsonElement json, Faults faults)
    {
        if (faults.Member(json, "", "reply_to", JsonValueKind.Object) is { } reply)
        {
            AddressCheck.Read(reply, "reply_to", faults);
            if (json.TryGetProperty("reply_to_list", out _))
            {
                faults.Add("reply_to_list", "Only one of reply_to and reply_to_list can be given.");
            }
        }

        if (faults.Member(json, "", "reply_to_list", JsonValueKind.Array) is { } list)
        {
            var index = 0;
            foreach (var address in list.EnumerateArray())
            {
                AddressCheck.Read(address, $"reply_to_list.{index++}", faults);
            }
        }
    }

    private static void CheckSendAt(JsonElement json, Faults faults)
    {
        if (faults.Member(json, "", "send_at", JsonValueKind.Number) is not { } sendAt)
        {
            return;
        }

        var latest = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + SendAheadSecondsMax;
        if (!sendAt.TryGetInt64(out var time) || time > latest)
        {
            faults.Add("send_at", "The send_at parameter must be a Unix time no more than 72 hours from now.");
        }
    }

    private static void CheckSettings(JsonElement json, string name, string flag, Faults faults)
    {
        if (faults.Member(json, "", name, JsonValueKind.Object) is not { } settings)
        {
            return;
        }

        foreach (var setting in settings.EnumerateObject())
        {
            var path = $"{name}.{setting.Name}";
            if (setting.Value.ValueKind == JsonValueKind.Object)
            {
                if (setting.Name == "sandbox_mode" && setting.Value.TryGetProperty(flag, out var enable)
                    && enable.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                {
                    faults.Add(
                        path + "." + flag,
                        "The sandbox mode enable param should be a boolean value.",
                        "message.mail_settings.sandbox_mode");
                }
                else
                {
                    faults.Flag(setting.Value, path, flag);
                }
            }
            else if (setting.Value.ValueKind != JsonValueKind.Null)
            {
                faults.Add(path, $"The {setting.Name} setting must be an object.");
            }
        }
    }
}
