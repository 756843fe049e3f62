using Sandbox.Hosting.Http;
using Sandbox.SendGrid.Mail;

namespace Sandbox.SendGrid.Http;

/// <summary>An <c>errors</c> answer.</summary>
internal static class Refusal
{
    public static Task SendAsync(HttpContext context, int status, IReadOnlyList<MailFault> faults) =>
        JsonAnswer.WriteAsync(context, status, faults, static (json, list) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("errors"u8);
            foreach (var fault in list)
            {
                json.WriteStartObject();
                json.WriteString("message"u8, fault.Message);
                json.WriteString("field"u8, fault.Field);
                json.WriteString("help"u8, fault.Help);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    public static Task SendAsync(HttpContext context, int status, string message) =>
        SendAsync(context, status, [new MailFault(message, null)]);
}
