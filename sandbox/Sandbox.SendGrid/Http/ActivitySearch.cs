using System.Globalization;
using System.Text.RegularExpressions;
using Sandbox.Hosting.Http;
using Sandbox.SendGrid.Mail;
using Sandbox.SendGrid.Store;

namespace Sandbox.SendGrid.Http;

/// <summary>
/// <c>GET /v3/messages</c>, the email activity feed, as far as it finds mails by one custom argument:
/// <c>query=(unique_args['mail_id']="…")</c>. At SendGrid it is a paid addition and lags behind; here it is complete at once.
/// </summary>
internal static partial class ActivitySearch
{
    public const string Path = "/v3/messages";

    private const int LimitDefault = 10;
    private const int LimitMax = 1000;

    public static Task HandleAsync(HttpContext context, MailStore store)
    {
        var query = context.Request.Query["query"].FirstOrDefault() ?? "";
        var match = Argument().Match(query);
        if (!match.Success)
        {
            return Refusal.SendAsync(context, 400, "query must be (unique_args['name']=\"value\") in this sandbox.");
        }

        var limit = LimitDefault;
        if (context.Request.Query["limit"].FirstOrDefault() is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > LimitMax))
        {
            return Refusal.SendAsync(context, 400, $"limit must be a whole number from 1 to {LimitMax}.");
        }

        var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
        var found = store.List().Reverse()
            .Where(mail => mail.CustomArguments.GetValueOrDefault(name) == value).Take(limit).ToArray();
        return JsonAnswer.WriteAsync(context, 200, found, static (json, mails) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("messages"u8);
            foreach (var mail in mails)
            {
                json.WriteStartObject();
                json.WriteString("from_email"u8, mail.From);
                json.WriteString("msg_id"u8, mail.Id);
                json.WriteString("subject"u8, mail.Subject);
                json.WriteString("to_email"u8, mail.To.FirstOrDefault());
                json.WriteString("status"u8, mail.Fate == MagicAddress.Delivered ? "delivered" : "not_delivered");
                json.WriteNumber("opens_count"u8, 0);
                json.WriteNumber("clicks_count"u8, 0);
                json.WriteString("last_event_time"u8, DateTimeOffset.FromUnixTimeMilliseconds(mail.At));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    [GeneratedRegex("""^\(?unique_args\['(?<name>[^']{1,255})'\]="(?<value>[^"]{0,1000})"\)?$""", RegexOptions.NonBacktracking)]
    private static partial Regex Argument();
}
