using System.Text.Json;

namespace Sandbox.SendGrid.Mail;

/// <summary>Who gets the mail, and what is said to each.</summary>
internal sealed class Personalizations(Faults faults)
{
    private const int BlocksMax = 1000;
    private const int RecipientsMax = 1000;

    private readonly List<string> _recipients = [];
    private int _blocks;
    private int _subjects;

    public IReadOnlyList<string> Recipients => _recipients;

    public Dictionary<string, string> CustomArguments { get; } = new(StringComparer.Ordinal);

    public string? FirstSubject { get; private set; }

    public bool AllHaveSubject => _blocks > 0 && _subjects == _blocks;

    public void Read(JsonElement json)
    {
        var list = faults.Member(json, "", "personalizations", JsonValueKind.Array);
        if (list is not { } blocks || blocks.GetArrayLength() == 0)
        {
            faults.Add(
                "personalizations",
                "The personalizations field is required and must have at least one personalization.",
                "message.personalizations");
            return;
        }

        if (blocks.GetArrayLength() > BlocksMax)
        {
            faults.Add("personalizations", $"There can be at most {BlocksMax} personalizations in a request.");
            return;
        }

        foreach (var block in blocks.EnumerateArray())
        {
            ReadBlock(block, $"personalizations.{_blocks++}");
        }

        if (_recipients.Count > RecipientsMax)
        {
            faults.Add("personalizations", $"There can be at most {RecipientsMax} recipients in a request.");
        }
    }

    private void ReadBlock(JsonElement block, string path)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "A personalization must be an object.");
            return;
        }

        faults.RefuseOthers(
            block, path, "from", "to", "cc", "bcc", "subject", "headers", "substitutions", "dynamic_template_data",
            "custom_args", "send_at");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (ReadList(block, path, "to", seen) == 0)
        {
            faults.Add(
                path + ".to",
                "The to array is required for all personalization objects, and must have at least one email object with a "
                + "valid email address.",
                "message.personalizations.to");
        }

        ReadList(block, path, "cc", seen);
        ReadList(block, path, "bcc", seen);
        if (faults.Text(block, path, "subject") is { Length: > 0 } subject)
        {
            FirstSubject ??= subject;
            _subjects++;
        }

        ExtrasCheck.CheckHeaders(block, path, faults);
        foreach (var (name, value) in ExtrasCheck.ReadArguments(block, path, faults))
        {
            CustomArguments[name] = value;
        }
    }

    private int ReadList(JsonElement block, string path, string name, HashSet<string> seen)
    {
        if (faults.Member(block, path, name, JsonValueKind.Array) is not { } list)
        {
            return 0;
        }

        var index = 0;
        foreach (var entry in list.EnumerateArray())
        {
            var at = $"{path}.{name}.{index++}";
            if (index > RecipientsMax || AddressCheck.Read(entry, at, faults) is not { } address)
            {
                continue;
            }

            if (!seen.Add(address))
            {
                faults.Add(
                    $"{path}.{name}",
                    "Each email address in the personalization block should be unique between to, cc, and bcc. "
                    + $"We found the first duplicate instance of [{address}] in the {path}.{name} field.",
                    "message.recipient-errors");
            }
            else if (MagicAddress.IsRefused(address))
            {
                faults.Add(at + ".email", "Does not contain a valid address.", "message.personalizations.to");
            }

            _recipients.Add(address);
        }

        return index;
    }
}
