using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Sagas.Activities.Notifications.SendGrid;

/// <summary>SendGrid's v3 API through its official package, without retries: SendGrid knows no idempotency key.</summary>
internal sealed class SendGridMail : IMailProvider
{
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromMinutes(1);

    private readonly SendGridOptions _options;
    private readonly TimeProvider _clock;
    private readonly SendGridClient _client;

    /// <param name="http">Its own time-out must be longer than <see cref="SendGridOptions.Timeout"/>, which this class keeps.</param>
    /// <param name="options">Address, key and sender.</param>
    /// <param name="clock">Tells how long a rate limit still holds.</param>
    public SendGridMail(HttpClient http, SendGridOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _client = new SendGridClient(http, new SendGridClientOptions
        {
            ApiKey = options.ApiKey, Host = options.BaseAddress.GetLeftPart(UriPartial.Authority),
        });
    }

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_options.Timeout);
        try
        {
            var answer = await _client.SendEmailAsync(ToMessage(mail), limit.Token).ConfigureAwait(false);
            return await OutcomeOfAsync(answer, mail, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new MailOutcome.Unknown($"SendGrid did not answer within {_options.Timeout}.");
        }
        catch (HttpRequestException error) when (NeverLeft(error))
        {
            return new MailOutcome.NotTaken($"SendGrid cannot be reached: {error.Message}", null);
        }
        catch (HttpRequestException error)
        {
            return new MailOutcome.Unknown($"The connection to SendGrid broke: {error.Message}");
        }
    }

    public async Task<MailOutcome.Accepted?> FindAsync(string mailId, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_options.Timeout);
        try
        {
            var query = Uri.EscapeDataString($"(unique_args['mail_id']=\"{mailId}\")");
            var answer = await _client.RequestAsync(
                BaseClient.Method.GET, urlPath: $"messages?limit=1&query={query}", cancellationToken: limit.Token)
                .ConfigureAwait(false);
            var found = answer.StatusCode == HttpStatusCode.OK
                ? (await ReadAsync(answer, SendGridJson.Default.MessageList, limit.Token).ConfigureAwait(false))?.Messages
                : null;
            return found is { Count: > 0 } ? new MailOutcome.Accepted(found[0].MsgId) : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null; // Cannot tell: at worst one more copy of the same mail.
        }
        catch (HttpRequestException)
        {
            return null; // As above.
        }
    }

    private static bool NeverLeft(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static async Task<T?> ReadAsync<T>(Response answer, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await answer.Body.ReadAsByteArrayAsync(stop).ConfigureAwait(false), type);
        }
        catch (JsonException)
        {
            return null; // A gateway's HTML page: the status says enough.
        }
    }

    private SendGridMessage ToMessage(OutgoingMail mail) => new()
    {
        Personalizations =
        [
            new Personalization
            {
                Tos = [mail.To],
                // Opaque ids only: SendGrid keeps these for long and cannot erase them.
                CustomArgs = new Dictionary<string, string> { ["mail_id"] = mail.MailId },
                Headers = new Dictionary<string, string> { ["X-Mail-Id"] = mail.MailId },
            },
        ],
        From = new EmailAddress(_options.FromEmail, _options.FromName),
        Subject = mail.Subject,
        PlainTextContent = mail.Text,
        HtmlContent = mail.Html,
        Attachments = mail.Attachments.Count == 0 ? null : mail.Attachments,
        Categories = [mail.Category],
        // Off: click tracking rewrites links, and nobody needs to know who opens a ticket.
        TrackingSettings = new TrackingSettings
        {
            ClickTracking = new ClickTracking { Enable = false, EnableText = false },
            OpenTracking = new OpenTracking { Enable = false },
        },
    };

    private async Task<MailOutcome> OutcomeOfAsync(Response answer, OutgoingMail mail, CancellationToken stop)
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
            429 => new MailOutcome.NotTaken(message, RetryAfter(answer.Headers)),
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

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("X-RateLimit-Reset", out var values)
            || !long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return null;
        }

        var pause = DateTimeOffset.FromUnixTimeSeconds(seconds) - _clock.GetUtcNow();
        return pause <= TimeSpan.Zero ? null : pause < RetryAfterMax ? pause : RetryAfterMax;
    }
}
