using System.Text.Json;

namespace Sandbox.SendGrid.Mail;

/// <summary>A checked <c>POST /v3/mail/send</c>.</summary>
internal sealed record MailRequest(
    IReadOnlyList<string> Recipients,
    string From,
    string Subject,
    IReadOnlyDictionary<string, string> CustomArguments,
    bool IsSandboxMode)
{
    /// <summary>Checks everything and reads what is kept at hand; null with all faults otherwise.</summary>
    public static MailRequest? Read(JsonElement json, Faults faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(null, "The request body must be a JSON object.");
            return null;
        }

        faults.RefuseOthers(
            json, "", "personalizations", "from", "reply_to", "reply_to_list", "subject", "content", "attachments",
            "template_id", "headers", "categories", "custom_args", "send_at", "batch_id", "asm", "ip_pool_name",
            "mail_settings", "tracking_settings", "sections");
        var from = AddressCheck.ReadFrom(json, faults);
        var people = new Personalizations(faults);
        people.Read(json);
        var subject = ReadSubject(json, people, faults);
        ContentCheck.Check(json, faults);
        ExtrasCheck.Check(json, faults);
        var arguments = people.CustomArguments;
        foreach (var (name, value) in ExtrasCheck.ReadArguments(json, "", faults))
        {
            arguments.TryAdd(name, value);
        }

        return faults.None
            ? new MailRequest(people.Recipients, from!, subject!, arguments, ExtrasCheck.IsSandboxMode(json, faults))
            : null;
    }

    private static string? ReadSubject(JsonElement json, Personalizations people, Faults faults)
    {
        var subject = faults.Text(json, "", "subject");
        if (subject is { Length: > 0 })
        {
            return subject;
        }

        if (json.TryGetProperty("template_id", out _))
        {
            return "";
        }

        if (people.AllHaveSubject)
        {
            return people.FirstSubject;
        }

        faults.Add(
            "subject",
            "The subject is required. You can get around this requirement if you use a template with a subject defined "
            + "or if every personalization has a subject defined.",
            "message.subject");
        return null;
    }
}
