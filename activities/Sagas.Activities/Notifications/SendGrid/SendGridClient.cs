using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>SendGrid's v3 API over HTTP, without retries: it knows no idempotency key.</summary>
internal sealed class SendGridClient(HttpClient http, SendGridOptions options, TimeProvider clock) : IMailProvider
{
    private const int AnswerBytesMax = 256 * 1024;
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromMinutes(1);

    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.ApiKey);

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.BaseAddress, "/v3/mail/send"))
            {
                Content = JsonContentOf(ToRequest(mail)),
            };
            request.Headers.Authorization = _authorization;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            return await OutcomeOfAsync(answer, mail, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new MailOutcome.Unknown($"SendGrid did not answer within {options.Timeout}.");
        }
        catch (HttpRequestException error) when (NeverLeft(error))
        {
            return new MailOutcome.NotTaken($"SendGrid cannot be reached: {error.Message}", null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new MailOutcome.Unknown($"The connection to SendGrid broke: {error.Message}");
        }
    }

    public async Task<MailOutcome.Accepted?> FindAsync(string mailId, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Timeout);
        try
        {
            var query = Uri.EscapeDataString($"(unique_args['mail_id']=\"{mailId}\")");
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(options.BaseAddress, $"/v3/messages?limit=1&query={query}"));
            request.Headers.Authorization = _authorization;
            using var answer = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            var found = answer.StatusCode == HttpStatusCode.OK
                ? (await ReadAsync(answer, SendGridJson.Default.MessageList, limit.Token).ConfigureAwait(false))?.Messages
                : null;
            return found is { Count: > 0 } ? new MailOutcome.Accepted(found[0].MsgId) : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null; // Cannot tell: at worst one more copy of the same mail.
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null; // As above.
        }
    }

    private static bool NeverLeft(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static ByteArrayContent JsonContentOf(MailRequest request)
    {
        var content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(request, SendGridJson.Default.MailRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(AnswerBytesMax, stop).ConfigureAwait(false);
            return JsonSerializer.Deserialize(
                await answer.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false), type);
        }
        catch (JsonException)
        {
            return null; // A gateway's HTML page: the status says enough.
        }
    }

    private MailRequest ToRequest(OutgoingMail mail) => new()
    {
        Personalizations =
        [
            new Personalization
            {
                To = [mail.To],
                CustomArgs = new Dictionary<string, string> { ["mail_id"] = mail.MailId },
                Headers = new Dictionary<string, string> { ["X-Mail-Id"] = mail.MailId },
            },
        ],
        From = new MailAddress(options.FromEmail, options.FromName),
        Subject = mail.Subject,
        Content = [new MailContent("text/plain", mail.Text), new MailContent("text/html", mail.Html)],
        Attachments = mail.Attachments.Count == 0 ? null : mail.Attachments,
        Categories = [mail.Category],
    };

    private async Task<MailOutcome> OutcomeOfAsync(HttpResponseMessage answer, OutgoingMail mail, CancellationToken stop)
    {
        var status = (int)answer.StatusCode;
        if (status == 202)
        {
            return new MailOutcome.Accepted(
                answer.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.FirstOrDefault() : null);
        }

        var errors = status == 200
            ? null
            : (await ReadAsync(answer, SendGridJson.Default.SendGridErrors, stop).ConfigureAwait(false))?.Errors;
        var first = errors is { Count: > 0 } ? errors[0] : null;
        var message = $"SendGrid answered HTTP {status}: {Scrub(first?.Message, mail)}";
        return status switch
        {
            // In sandbox mode SendGrid checks the mail, says 200 and sends nothing: that must never count as sent.
            200 => new MailOutcome.Credentials("SendGrid is in sandbox mode (HTTP 200): nothing was sent."),
            401 or 403 => new MailOutcome.Credentials(message),
            429 => new MailOutcome.NotTaken(message, RetryAfter(answer)),
            >= 400 and < 500 => new MailOutcome.Rejected(
                first?.Field is { Length: > 0 } field and not "null" ? $"http-{status}:{field}" : $"http-{status}", message),
            _ => new MailOutcome.Unknown(message),
        };
    }

    /// <summary>Messages of failures are kept and shown in the clear.</summary>
    private static string Scrub(string? message, OutgoingMail mail) => message is null
        ? "no message"
        : Without(mail.To.Name, "the name", Without(mail.To.Email, "the address", message));

    private static string Without(string secret, string instead, string message) =>
        secret.Length == 0 ? message : message.Replace(secret, instead, StringComparison.OrdinalIgnoreCase);

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            || !long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return null;
        }

        var pause = DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.GetUtcNow();
        return pause <= TimeSpan.Zero ? null : pause < RetryAfterMax ? pause : RetryAfterMax;
    }
}
