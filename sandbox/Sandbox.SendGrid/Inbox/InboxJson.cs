using System.Globalization;
using System.Text.Json;
using Sandbox.Hosting.Http;
using Sandbox.SendGrid.Mail;
using Sandbox.SendGrid.Store;

namespace Sandbox.SendGrid.Inbox;

/// <summary>The inbox for programs.</summary>
internal static class InboxJson
{
    private const int LimitDefault = 100;
    private const int LimitMax = 10_000;

    /// <summary>Newest first, those to one address or with one <c>mail_id</c> only when asked so.</summary>
    public static Task ListAsync(HttpContext context, MailStore store)
    {
        var to = context.Request.Query["to"].FirstOrDefault();
        var mailId = context.Request.Query["mail_id"].FirstOrDefault();
        var limit = LimitDefault;
        if (context.Request.Query["limit"].FirstOrDefault() is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > LimitMax))
        {
            return ControlAnswer.RefuseAsync(context, 400, $"limit must be a whole number from 1 to {LimitMax}.");
        }

        var mails = store.List().Reverse()
            .Where(mail => to is null || mail.To.Contains(to, StringComparer.OrdinalIgnoreCase))
            .Where(mail => mailId is null || mail.CustomArguments.GetValueOrDefault("mail_id") == mailId)
            .Take(limit).ToArray();
        return JsonAnswer.WriteAsync(context, 200, mails, WriteList);
    }

    /// <summary>One mail with its whole request.</summary>
    public static Task ShowAsync(HttpContext context, MailStore store, string id)
    {
        if (store.Find(id) is not { } mail)
        {
            return ControlAnswer.RefuseAsync(context, 404, "There is no mail of that id.");
        }

        return JsonAnswer.WriteAsync(context, 200, (mail, Body: store.Body(id)), static (json, state) =>
        {
            json.WriteStartObject();
            WriteMembers(json, state.mail);
            json.WritePropertyName("request"u8);
            if (state.Body is null)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteRawValue(state.Body);
            }

            json.WriteEndObject();
        });
    }

    public static void WriteList(Utf8JsonWriter json, Envelope[] mails)
    {
        json.WriteStartObject();
        json.WriteStartArray("mails"u8);
        foreach (var mail in mails)
        {
            json.WriteStartObject();
            WriteMembers(json, mail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, Envelope mail)
    {
        json.WriteString("id"u8, mail.Id);
        json.WriteString("at"u8, DateTimeOffset.FromUnixTimeMilliseconds(mail.At));
        json.WriteStartArray("to"u8);
        foreach (var address in mail.To)
        {
            json.WriteStringValue(address);
        }

        json.WriteEndArray();
        json.WriteString("from"u8, mail.From);
        json.WriteString("subject"u8, mail.Subject);
        json.WriteStartObject("custom_args"u8);
        foreach (var (name, value) in mail.CustomArguments)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteString("fate"u8, mail.Fate);
    }
}
